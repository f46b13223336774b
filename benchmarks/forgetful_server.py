"""The server as it is, but that it remembers nothing of Home, so that each answer is made anew: `python -m benchmarks.forgetful_server`."""

import sys

from trainhub_server.command import main
from trainhub_server.services import home

if __name__ == "__main__":
    home.MOST_BYTES = 0
    sys.exit(main(sys.argv[1:]))
