"""Arrays that a function takes from outside, as inputs of its program.

`X` in `lambda w: np.sum(X @ w)` is no argument, and still another array may be in it tomorrow. So
the function is made once more, of the same code, with symbols where its variables outside held
arrays; and the functions that it calls in the same way. What they were made of stays as it is:
nobody else ever sees a symbol.
"""

from __future__ import annotations

import dis
from dataclasses import dataclass
from functools import lru_cache, partial
from types import CellType, CodeType, FunctionType, MethodType
from typing import Any
from weakref import WeakSet

import numpy as np

from adlearn.programs.libraries import is_of_library

#: How many functions deep to look.
DEEP = 12


class Space(dict[str, Any]):
    """The variables of a module, copied for functions that are made once more.

    Attributes
    ----------
    original : dict
    """

    __slots__ = ("original",)

    def __init__(self, original: dict[str, Any]) -> None:
        super().__init__(original)
        self.original = original


#: Functions that were made once more.
COPIES: WeakSet[FunctionType] = WeakSet()


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """An array in a variable outside of a function.

    Attributes
    ----------
    name : str
    holder : cell or dict
    array : ndarray
    """

    name: str
    holder: Any
    array: np.ndarray

    def now(self) -> Any:
        """Give what is there now; None if nothing is."""
        if isinstance(self.holder, CellType):
            try:
                return self.holder.cell_contents
            except ValueError:
                return None
        return self.holder.get(self.name)


def arrays_outside(f: Any) -> list[Held]:
    """Find the arrays in variables outside of a function, and of those that it calls."""
    found: dict[Any, Held] = {}
    seen: set[int] = set()

    def look(thing: Any, deep: int) -> None:
        if id(thing) in seen or deep == 0:
            return
        seen.add(id(thing))
        for inner in parts_of(thing):
            look(inner, deep - 1)
        if not isinstance(thing, FunctionType):
            return
        for name, holder, value in variables(thing):
            if is_data(value):
                found.setdefault(key_of(holder, name), Held(name, holder, value))
            elif is_callable_of_users(value):
                look(value, deep - 1)

    look(f, DEEP)
    return list(found.values())


def key_of(holder: Any, name: str) -> tuple[int, str]:
    """Say which variable is meant: functions share cells and modules, under one name or several."""
    return id(holder), name if isinstance(holder, dict) else ""


def is_data(thing: Any) -> bool:
    """Say whether something is an array of numbers."""
    return type(thing) is np.ndarray and thing.dtype.kind in "fciub"


def is_callable_of_users(thing: Any) -> bool:
    """Say whether something may be, or hold, a function that uses arrays."""
    return isinstance(thing, (FunctionType, MethodType, partial))


def parts_of(thing: Any) -> list[Any]:
    """List the functions inside of what is called like one."""
    if isinstance(thing, MethodType):
        return [thing.__func__]
    return [thing.func] if isinstance(thing, partial) else []


def variables(f: FunctionType) -> list[tuple[str, Any, Any]]:
    """List names, holders and values of the variables outside that a function only reads."""
    found: list[tuple[str, Any, Any]] = []
    written = written_names(f.__code__)
    for name, cell in zip(f.__code__.co_freevars, f.__closure__ or (), strict=True):
        if name not in written:
            try:
                found.append((name, cell, cell.cell_contents))
            except ValueError:  # nothing in it yet
                continue
    if not is_of_library(f.__code__.co_filename):
        for name in read_names(f.__code__) - written:
            if name in f.__globals__:
                found.append((name, f.__globals__, f.__globals__[name]))
    return found


def codes_in(code: CodeType) -> list[CodeType]:
    """List a code object and those of the functions that it defines."""
    inner = [constant for constant in code.co_consts if isinstance(constant, CodeType)]
    return [code, *(found for one in inner for found in codes_in(one))]


@lru_cache(4096)
def written_names(code: CodeType) -> frozenset[str]:
    """List the variables outside that a function assigns to."""
    return frozenset(
        step.argval
        for one in codes_in(code)
        for step in dis.get_instructions(one)
        if step.opname in ("STORE_DEREF", "DELETE_DEREF", "STORE_GLOBAL", "DELETE_GLOBAL")
        and (step.argval in code.co_freevars or "GLOBAL" in step.opname)
    )


@lru_cache(4096)
def read_names(code: CodeType) -> frozenset[str]:
    """List the global variables that a function, and those that it defines, use."""
    return frozenset(
        step.argval
        for one in codes_in(code)
        for step in dis.get_instructions(one)
        if step.opname in ("LOAD_GLOBAL", "LOAD_NAME")
    )


def with_symbols(
    f: Any, symbols: dict[tuple[int, str], Any], meanings: dict[str, Any] | None = None
) -> Any:
    """Make a function once more, with symbols in the place of arrays.

    Parameters
    ----------
    f : callable
    symbols : dict of {tuple: Symbol}
        By `key_of` the variable.
    meanings : dict of {str: object}, optional
        What names of Python's mean in the functions of users, such as `isinstance`.

    Returns
    -------
    callable
    """
    return Maker(symbols, meanings or {}).made(f, DEEP)


class Maker:
    """Makes functions once more, each once."""

    def __init__(self, symbols: dict[tuple[int, str], Any], meanings: dict[str, Any]) -> None:
        self.symbols, self.meanings = symbols, meanings
        self.known: dict[int, Any] = {}
        self.globals: dict[int, Space] = {}
        self.kept: list[Any] = []

    def made(self, thing: Any, deep: int) -> Any:
        """Give what takes the place of a thing."""
        if deep == 0 or not is_callable_of_users(thing):
            return thing
        if id(thing) in self.known:
            return self.known[id(thing)]
        self.kept.append(thing)
        if isinstance(thing, MethodType):
            return MethodType(self.made(thing.__func__, deep - 1), thing.__self__)
        if isinstance(thing, partial):
            inner = self.made(thing.func, deep - 1)
            return partial(inner, *thing.args, **thing.keywords)
        return self.function(thing, deep)

    def function(self, f: FunctionType, deep: int) -> Any:
        """Make a function of the same code."""
        read = variables(f)
        touched = [one for one in read if is_data(one[2]) or is_callable_of_users(one[2])]
        asks = {name: self.meanings[name] for name in self.asked(f)}
        if not touched and not asks:
            return f
        names = {name for name, holder, _ in touched if isinstance(holder, CellType)}
        free = f.__code__.co_freevars
        cells = tuple(
            CellType() if name in names else cell
            for name, cell in zip(free, f.__closure__ or (), strict=True)
        )
        space = self.space(f.__globals__)  # by which a copy is known
        if asks:
            space.update(asks)
        new = FunctionType(f.__code__, space, f.__name__, f.__defaults__, cells or None)
        new.__kwdefaults__ = f.__kwdefaults__
        new.__qualname__, new.__module__, new.__doc__ = f.__qualname__, f.__module__, f.__doc__
        new.__dict__.update(f.__dict__)
        self.known[id(f)] = new
        COPIES.add(new)
        for name, holder, value in touched:
            if is_data(value):
                replaced = self.symbols.get(key_of(holder, name), value)
            else:
                replaced = self.made(value, deep - 1)
            if isinstance(holder, CellType):
                cells[free.index(name)].cell_contents = replaced
            elif replaced is not value:
                space[name] = replaced
        return new

    def asked(self, f: FunctionType) -> list[str]:
        """List the names of Python's that a user's function uses, and that mean something else."""
        if is_of_library(f.__code__.co_filename):
            return []
        return [n for n in self.meanings if n in read_names(f.__code__) and n not in f.__globals__]

    def space(self, variables: dict[str, Any]) -> Space:
        """Copy the variables of a module, once."""
        if id(variables) not in self.globals:
            self.globals[id(variables)] = Space(variables)
        return self.globals[id(variables)]
