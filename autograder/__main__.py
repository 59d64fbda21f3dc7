"""`python -m autograder` is the command `autograder`, where a shell does not find that."""

import sys

from autograder.cli import main

sys.exit(main())
