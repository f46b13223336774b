"""python -m trainhub_tui: the same as trainhub."""

import sys

from trainhub_tui.cli import main

if __name__ == "__main__":
    sys.exit(main())
