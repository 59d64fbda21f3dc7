"""The commands of `autograder`, a file each; `autograder.cli` lists them.

Each has a function `add`, which adds its command to a parser's.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]
