"""Our own nodes, for functions that are shown and that nobody has named another class for.

Nothing that shows a graph imports an engine. The nodes are asked for as a reader would ask, by
their public name, and only when they are needed.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any


def our_variable(arrays: bool = False) -> Callable[[Any], Any]:
    """Give what makes a node of our own: of a number, or of an array."""
    made: Callable[[Any], Any] = getattr(
        importlib.import_module("adlearn"), "tensor" if arrays else "AutogradValue"
    )
    return made
