"""``python -m console.tool``."""

import sys

from console.tool import main

sys.exit(main())
