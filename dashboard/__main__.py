"""`python -m dashboard` is the command `takedowns`."""

import sys

from dashboard.cli.commands import main

if __name__ == "__main__":
    sys.exit(main())
