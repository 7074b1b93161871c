"""``python -m webcare`` is the same as ``webcare``."""

import sys

from webcare.main import main

sys.exit(main())
