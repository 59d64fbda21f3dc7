"""Our own nodes, for functions that are shown and that nobody has named another class for.

Nothing that shows a graph imports an engine. The nodes are asked for by their public names, of the
package that this file is part of, which is there already, and only when they are needed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any


def our_variable(arrays: bool = False) -> Callable[[Any], Any]:
    """Give what makes a node of our own: of a number, or of an array."""
    package = sys.modules[__name__.partition(".")[0]]
    made: Callable[[Any], Any] = getattr(package, "tensor" if arrays else "AutogradValue")
    return made
