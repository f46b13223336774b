"""Run the server: `python -m trainhub_server`."""

import sys

INTERRUPTED = 130


def main() -> int:
    """The exit status; ctrl+c while it starts is no fault, and a server that runs ends by it as it should."""
    try:
        # Late: it takes long enough to be interrupted.
        from trainhub_server import command

        return command.main(sys.argv[1:])
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
