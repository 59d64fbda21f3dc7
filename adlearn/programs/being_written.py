"""A program while it is written down: what is done with values becomes its lines.

What stands for the values is in `adlearn.programs.symbol` for arrays, and in
`adlearn.programs.held` for single numbers.
"""

from __future__ import annotations

import abc
import contextlib
import operator
import sys
import threading
from collections.abc import Callable, Iterator
from types import FrameType, FunctionType
from typing import Any

import numpy as np

from adlearn.errors import NanOnTheWay, NotTraceable
from adlearn.programs.constants import unchanging
from adlearn.programs.forms import may_differ
from adlearn.programs.libraries import OWN_FOLDER, is_of_library
from adlearn.programs.lines import Equation, Guard, Line, Place, Var, mapped
from adlearn.tensors.primitive import ArrayPrimitive, Symbolic, Traced, value_of

#: Functions that tell something about arrays that is the same for all numbers in them.
FACTS = {
    *(np.shape, np.ndim, np.iscomplexobj, np.isrealobj, np.result_type, np.can_cast),
    np.common_type,
}
#: The same, unless a shape or an axis that they are told depends on numbers.
FACTS_OF_ONE = {np.size, np.zeros_like, np.ones_like, np.empty_like}
#: What most answers are.
NUMBERS = (np.ndarray, np.generic, bool, int, float, complex)

#: The programs that each thread is writing down, the innermost last.
LIVE = threading.local()


def class_said(thing: Any) -> type:
    """Say to adlearn what a symbol is, and to everybody else the class of what it stands for: so
    `isinstance`, `match` and generic functions go the way that they go with plain arrays."""
    return thing._said if is_others(sys._getframe(2)) else type(thing)


def is_others(frame: FrameType) -> bool:
    """Say whether a function is none of adlearn's."""
    while frame.f_code.co_filename in ASKING and frame.f_back is not None:
        frame = frame.f_back
    return not frame.f_code.co_filename.startswith((OWN_FOLDER, "<adlearn"))


#: Files of Python's that ask for a class in somebody's name.
ASKING = {abc.__file__, "<frozen abc>"}


def example_of(thing: Any) -> Any:
    """Give the numbers of the example."""
    return thing.example if isinstance(thing, Symbolic) else thing


class Tracing:
    """A program that is being written down.

    Attributes
    ----------
    lines : list
    examples : dict
        The numbers of the example, by var.
    cotangents : list
        Pairs of a var and the cotangent that arrived at it: a var or a constant.
    watched : list of (Var, bool)
        What the program takes for numbers, as long as none is nan; and whether that is so
        everywhere, or only where something depends on it.
    names_each : bool
        Whether each cotangent is a var of its own, also where it is passed on as it is.
    primitives : dict of {callable: ArrayPrimitive}
        By the functions that lines have of them.
    failure : NotTraceable or None
        Why this function cannot be written down; kept, since a function may swallow errors.
    texts : bool
        Whether a text was made of a value.
    over : bool
        Whether the program is written down: what is left of its values is the numbers of the
        example.
    """

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.examples: dict[Var, Any] = {}
        self.cotangents: list[tuple[Var, Any]] = []
        self.watched: list[tuple[Var, bool]] = []
        self.names_each = False
        self.primitives: dict[Callable[..., Any], ArrayPrimitive] = {}
        self.failure: NotTraceable | None = None
        self.texts = False
        self.over = False
        self.loud = np.geterr()
        self.thread = threading.get_ident()

    @contextlib.contextmanager
    def live(self) -> Iterator[None]:
        """Write down what this thread does meanwhile."""
        stack = LIVE.__dict__.setdefault("stack", [])
        stack.append(self)
        try:
            yield
        finally:
            stack.remove(self)
            self.over = True

    def is_over(self) -> bool:
        """Say whether a value is just the numbers of the example by now. It may not get into
        another program: that would be for these numbers alone."""
        if self.over and (stack := LIVE.__dict__.get("stack")):
            raise stack[-1].fail(
                "it uses a value that an earlier call has kept, in a global variable, a list or an "
                "object. Return what is computed, and pass it as an argument."
            )
        return self.over

    def mine(self, thing: Any) -> Any:
        """Give the numbers of the example, of a value of this program."""
        if not isinstance(thing, Symbolic):
            return thing
        if thing.tracing is not self and not thing.tracing.is_over():
            raise self.fail("it mixes the values of two programs that are being written down.")
        return thing.example

    def var(self, example: Any) -> Var:
        """Make the name of a value."""
        plain = np.asarray(example) if isinstance(example, NUMBERS) else None
        shape, dtype = ((), None) if plain is None else (plain.shape, plain.dtype)
        made = Var(len(self.examples), shape, dtype, example.__class__)
        self.examples[made] = example
        return made

    def record(
        self, function: Callable[..., Any], args: Any, kwargs: Any = None, rule: str = ""
    ) -> Any:
        """Write a line down: apply a function to symbols and other things, and give symbols."""
        if self.is_over():
            return function(*mapped(args, example_of), **mapped(kwargs or {}, example_of))
        self.refuse_others(function, (*args, *(kwargs or {}).values()))
        if threading.get_ident() != self.thread:
            raise self.fail(
                "it computes in several threads, whose order a program does not have. Compile what "
                "each thread calls."
            )
        args, kwargs = tuple(mapped(args, value_of_constant)), kwargs or {}
        try:
            answer = function(*mapped(args, self.mine), **mapped(kwargs, self.mine))
        except Exception as error:
            self.raised(function, error)
            raise
        pinned = isinstance(answer, (str, bytes, np.dtype))  # a text of numbers
        told = function in FACTS_OF_ONE and holds_symbol((*args[1:], *kwargs.values()))
        fact = function in FACTS or (function in FACTS_OF_ONE and not told)
        if fact or not (pinned or isinstance(answer, (*NUMBERS, tuple, list))):
            return answer
        result = self.var(answer)
        state = np.geterr()
        if not {"raise", "call"}.isdisjoint(state.values()):
            raise self.fail(
                "np.errstate(...='raise') makes an error of what the numbers are in one call. Ask "
                "for it in a branch, if np.any(x <= 0), or outside of the function."
            )
        quiet = state != self.loud
        line = Equation(
            result, function, mapped(args, var_of), mapped(kwargs, var_of), rule, quiet, place()
        )
        self.lines.append(line)
        if pinned:
            self.lines.append(Guard(result, answer, "number", place()))
            return answer
        return self.symbols(result, answer, may_differ(line))

    def refuse_others(self, function: Any, arguments: tuple[Any, ...]) -> None:
        """Refuse arrays of other classes, and functions that would be called by a line."""
        name = getattr(function, "__name__", "an operation")
        for thing in arguments:
            if isinstance(thing, np.ndarray) and type(thing) is not np.ndarray:
                raise self.fail(
                    f"{name} takes a {type(thing).__name__}, for which operations mean something "
                    "else. Pass a plain array, np.asarray(a)."
                )
            if isinstance(thing, FunctionType) and not is_of_library(thing.__code__.co_filename):
                raise self.fail(
                    f"{name} would call {thing.__name__} in every call of the program, with what "
                    "is around it then. Write it as operations on whole arrays, or as a loop."
                )

    def raised(self, function: Any, error: Exception) -> None:
        """Keep in mind that an operation raised an error: if somebody handles it, what follows is
        for just these numbers."""
        name = getattr(function, "__name__", "an operation")
        self.failure = NanOnTheWay(
            f"{name} raised {type(error).__name__} with these numbers, and a program has no way "
            "around an error. Ask in a branch whether it would be raised."
        )
        self.failure.__cause__ = error

    def symbols(self, result: Var, answer: Any, counting: bool) -> Any:
        """Make the symbol of a result, or of each array in it."""
        if isinstance(answer, (tuple, list)):
            picked = []
            for i, part in enumerate(answer):
                if not isinstance(part, (*NUMBERS, tuple, list)):
                    picked.append(part)
                    continue
                var = self.var(part)
                self.lines.append(Equation(var, operator.getitem, (result, i), {}, place=place()))
                picked.append(self.symbols(var, part, counting))
            kind = answer.__class__
            return kind(*picked) if hasattr(answer, "_fields") else kind(picked)
        if counting:
            self.lines.append(Guard(result, np.shape(answer), "shape", place()))
        return self.symbol(result, answer)

    def symbol(self, var: Var, example: Any) -> Any:
        """Make what stands for a value."""
        raise NotImplementedError

    def guard(self, symbol: Any, outcome: Any, what: str) -> None:
        """Write down what the rest depends on."""
        self.lines.append(Guard(symbol._var, outcome, what, place()))

    def fail(self, message: str) -> NotTraceable:
        """Make the error that says why a function cannot be written down, and keep it."""
        self.failure = NotTraceable(message)
        return self.failure


def holds_symbol(things: Any) -> bool:
    """Say whether something besides an array depends on numbers, such as a shape."""
    if isinstance(things, (tuple, list)):
        return any(map(holds_symbol, things))
    return isinstance(things, Symbolic)


def var_of(thing: Any) -> Any:
    """Give the var of a symbol; of an array, which may be filled anew below, one as it is now."""
    if isinstance(thing, np.ndarray):
        return unchanging(thing)
    return thing._var if isinstance(thing, Symbolic) else thing


def value_of_constant(thing: Any) -> Any:
    """Take the value out of what has a derivative somewhere else."""
    return value_of(thing) if isinstance(thing, Traced) else thing


def place() -> Place:
    """Say where in the user's program we are."""
    found = []
    frame = sys._getframe(2)
    while frame is not None:
        code = frame.f_code
        if code.co_name == CALLED_HERE:
            break
        if not is_of_library(code.co_filename):
            found.append((code, frame.f_lasti))
        frame = frame.f_back  # type: ignore[assignment]
    return tuple(found)


#: The function of `adlearn.programs.tracing` that calls the user's: what is further up is not part
#: of the program.
CALLED_HERE = "call_with_symbols"
