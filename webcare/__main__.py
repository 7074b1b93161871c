"""How the program starts, as ``webcare`` and as ``python -m webcare``."""

import gc
import sys


def start() -> int:
    """Run the command line and return its exit code.

    No garbage is collected while modules load, as nothing is garbage by then; each command
    enables it for its work, the screen after its first frame.
    """
    gc.disable()
    from webcare.main import main

    return main()


if __name__ == "__main__":
    sys.exit(start())
