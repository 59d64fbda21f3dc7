"""The operations of an assignment: how each is written there, and how it is computed on arrays."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.asking.arrays.shapes import Fits, Shape, alike, broadcasting, of_itself

#: Largest size of an intermediate value; keeps every program well away from overflow.
LARGEST = 50.0

#: Keywords and operands of one use.
Case = tuple[Mapping[str, Any], tuple[Any, ...]]


@dataclass(frozen=True, eq=False, repr=False)
class Operation:
    """One operation of an engine of arrays.

    Parameters
    ----------
    name : str
    written : str
        How it stands in a student's program: ``"{0} @ {1}"``, ``"summation({0}, axes={axes})"``.
        Numbers are its operands, names its keywords.
    compute : callable
        Takes arrays and the keywords and gives an array, in a form that adlearn differentiates.
    fits : callable
        What shapes and keywords fit a first operand: one of
        `autograder.asking.arrays.shapes`, or a function of yours like them.
    rule : str
        What stands for it in the submission, see `autograder.asking.engine.Adapter.operations`.
    allowed : callable, optional
        Whether it can be applied to these operands: away from kinks and poles.
    special, where_few : (mapping, tuple of array), optional
        Keywords and operands that are always asked: where all uses are, what is drawn holds no such
        numbers; where few are, the verdict hangs on no seed.
    plain : callable
        Whether operands of these shapes are asked where few uses are: the verdict there may not
        hang on what is drawn. By default all but single numbers.
    """

    name: str
    written: str
    compute: Callable[..., Any]
    fits: Fits = of_itself
    rule: str = ""
    allowed: Callable[..., Any] = field(default=lambda *operands: True)
    special: Case | None = None
    where_few: Case | None = None
    plain: Callable[[Sequence[Shape]], bool] = all

    @property
    def arity(self) -> int:
        """How many operands it has."""
        return len(set(re.findall(r"\{(\d+)\}", self.written)))

    @property
    def known_as(self) -> str:
        """What sentences call it: what stands for it in the submission, if that is a name."""
        return self.rule if self.rule.isidentifier() else self.name

    @property
    def called(self) -> bool:
        """Whether it is a call with operands for arguments, which needs no parentheses anywhere."""
        tree = ast.parse(re.sub(r"\{(\w+)\}", r"_\1", self.written), mode="eval").body
        if not isinstance(tree, ast.Call):
            return False
        given = [*tree.args, *(keyword.value for keyword in tree.keywords)]
        return not any(
            isinstance(part, ast.Name) and re.fullmatch(r"_\d+", part.id)
            for one in (tree.func, *given)
            if one is tree.func or not isinstance(one, ast.Name)
            for part in ast.walk(one)
        )

    def at(self, operands: Sequence[np.ndarray], keywords: Mapping[str, Any]) -> np.ndarray | None:
        """Compute it; None where it is not defined, or not small and finite."""
        if not np.all(self.allowed(*operands)):
            return None
        with np.errstate(all="ignore"):
            value = np.asarray(self.compute(*operands, **keywords))
        return value if np.all(np.abs(value) <= LARGEST) else None


@dataclass(frozen=True, eq=False, repr=False)
class Table:
    """The operations of an assignment, simplest first, which is how programs shrink.

    Parameters
    ----------
    operations : sequence of Operation
    total : (str, mapping), optional
        Which of them adds up a whole array, with its keywords.
    weigh : str
        Which of them multiplies arrays entry by entry. With `total`, a result of any shape becomes
        a number for engines that differentiate nothing else.
    """

    operations: Sequence[Operation]
    total: tuple[str, Mapping[str, Any]] | None = None
    weigh: str = ""

    def __getitem__(self, name: str) -> Operation:
        found = [operation for operation in self.operations if operation.name == name]
        if not found:
            raise ValueError(f"there is no operation {name!r} in this table of {self.names}")
        return found[0]

    @property
    def names(self) -> tuple[str, ...]:
        """All names, in order."""
        return tuple(operation.name for operation in self.operations)

    @property
    def rules(self) -> dict[str, str]:
        """Each name with what stands for it in the submission, as an `Adapter` wants it."""
        return {operation.name: operation.rule for operation in self.operations}

    @property
    def join(self) -> str:
        """The first that takes two arrays of one shape, which joins what would be left unused."""
        fitting = [one.name for one in self.operations if one.fits in (broadcasting, alike)]
        return fitting[0] if fitting else ""
