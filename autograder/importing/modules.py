"""Which modules a submission can import, and what stands for those of a stranger's files."""

from __future__ import annotations

import ast
import importlib
import sys
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from autograder.importing.reading import Item
from autograder.pack import Assignment
from autograder.sandbox.packages import DEFAULT_PACKAGES, offered_parts, offers_engine
from autograder.sandbox.worker.missing import REFUSED, part_of_own_numpy
from autograder.sandbox.worker.stand_ins import STAND_INS

#: ``here``: it can be imported; ``refused``: it exists, and may not be; ``notebook``: it was
#: another file, and what it has is the notebook's own now.
Kind = Literal["here", "refused", "notebook"]


@dataclass(frozen=True, slots=True)
class Alias:
    """One name that an import binds.

    Parameters
    ----------
    bound : str
    module : str
        With dots first where it is relative.
    name : str
        What is taken from it; empty for the module itself.
    item : Item
    """

    bound: str
    module: str
    name: str
    item: Item

    @property
    def path(self) -> str:
        """What messages call it."""
        dot = "" if self.module.endswith(".") else "."
        return f"{self.module}{dot}{self.name}" if self.name else self.module

    @property
    def line(self) -> str:
        """The import by itself."""
        if not self.name:
            renamed = self.bound != self.module.partition(".")[0]
            return f"import {self.module}" + (f" as {self.bound}" if renamed else "")
        renamed = self.bound != self.name
        return f"from {self.module} import {self.name}" + (f" as {self.bound}" if renamed else "")


def aliases_of(item: Item) -> Iterator[Alias]:
    """Give the names that an import binds."""
    node = item.node
    if isinstance(node, ast.Import):
        for one in node.names:
            yield Alias(one.asname or one.name.partition(".")[0], one.name, "", item)
    elif isinstance(node, ast.ImportFrom) and node.module != "__future__":
        module = "." * node.level + (node.module or "")
        for one in node.names:
            yield Alias(one.asname or one.name, module, one.name, item)


def kind_of(module: str, assignment: Assignment) -> Kind:
    """Say what becomes of a module's import."""
    top = module.partition(".")[0]
    if top == "adlearn" and not offers_engine(assignment.packages):
        part = module.split(".")[1] if "." in module else ""
        return "here" if part in offered_parts(assignment.packages) else "refused"
    if top in sys.stdlib_module_names or top in (
        *DEFAULT_PACKAGES,
        *assignment.packages,
        *STAND_INS,
    ):
        return "here"
    return "refused" if top in REFUSED else "notebook"


def replaced(alias: Alias) -> str:
    """Give the line that binds what an import was to bind, where another module has it now."""
    if alias.name == "array_api" or alias.path == "numpy.array_api":
        return f"import numpy as {alias.bound}"
    if alias.name == "NDArray" and alias.module != "numpy.typing":
        return f"from numpy import ndarray as {alias.bound}"
    if alias.module == "typing_extensions" and hasattr(typing, alias.name):
        return Alias(alias.bound, "typing", alias.name, alias.item).line
    return ""


def own_numpy(alias: Alias) -> str:
    """Give what of the notebook's `np` stands for a library's own NumPy, or for a part of it.

    Examples
    --------
    >>> node = ast.parse("import autograd.numpy.random as npr").body[0]
    >>> item = Item("core.py", "core.py, line 1", 0, "", node, frozenset(), frozenset())
    >>> [own_numpy(one) for one in aliases_of(item)]
    ['np.random']
    """
    top, part = alias.path.partition(".")[0], part_of_own_numpy(alias.path)
    if part is None or (not alias.name and alias.bound == top != ""):
        return ""  # `import autograd.numpy` binds the library, not its NumPy
    return ".".join(["np", *part])


def public_names(module: str) -> frozenset[str]:
    """Give what ``from numpy import *``, or the same of math or adlearn, binds."""
    if module not in ("numpy", "math", "adlearn"):
        return frozenset()
    found = importlib.import_module(module)
    return frozenset(getattr(found, "__all__", [n for n in dir(found) if not n.startswith("_")]))
