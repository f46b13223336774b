"""Run the server: `python -m trainhub_server`."""

import sys

from trainhub_server.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
