"""Other processes of this computer."""

import os


def runs(process_id: int) -> bool:
    """Whether a process of this number runs."""
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
