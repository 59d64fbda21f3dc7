"""`python -m adlearn` is the command `adlearn`, where a shell does not find that."""

import sys

from adlearn.cli import main

sys.exit(main())
