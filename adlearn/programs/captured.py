"""What a function uses besides its arguments: variables of the functions around it and of its
module. A program was written down with what they held; this finds out whether they still do.
"""

from __future__ import annotations

import collections
import functools
import random
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import (
    BuiltinFunctionType,
    CellType,
    FunctionType,
    MappingProxyType,
    MethodType,
    ModuleType,
)
from typing import Any

import numpy as np

from adlearn.programs.libraries import OWN_FOLDER, is_of_library
from adlearn.programs.lifting import Held, key_of
from adlearn.programs.running import Miss

#: How many variables are compared in each call at the most.
MANY = 300
#: How many functions deep to look.
DEEP = 8


@dataclass(slots=True)
class Captured:
    """A variable outside of a function.

    Attributes
    ----------
    name : str
    holder : object
        A cell, a dictionary of globals, or an object.
    value : object
        What it held.
    numbers : ndarray or None
        Of an array that can be changed, what was in it.
    length : int or None
        Of a list, dictionary or set, how long it was.
    """

    name: str
    holder: Any
    value: Any
    numbers: np.ndarray | None = None
    length: int | None = None

    def now(self) -> Any:
        """Give what it holds now."""
        if isinstance(self.holder, CellType):
            return self.holder.cell_contents
        if isinstance(self.holder, (dict, MappingProxyType)):
            return self.holder.get(self.name, self)
        return self.value if self.holder is None else getattr(self.holder, self.name, self)

    def changed(self) -> bool:
        """Say whether it holds something else."""
        now = self.now()
        if self.length is not None:
            return now is not self.value or len(now) != self.length
        if self.numbers is not None:
            return not (
                isinstance(now, np.ndarray)
                and now.shape == self.numbers.shape
                and now.dtype == self.numbers.dtype
                and same_numbers(now, self.numbers)
            )
        if now is self.value:
            return False
        return not (is_plain(now) and now.__class__ is self.value.__class__ and now == self.value)


def same_numbers(a: np.ndarray, b: np.ndarray) -> bool:
    """Say whether two arrays hold the same, nan included."""
    if a.flags.c_contiguous and b.flags.c_contiguous and a.nbytes % 8 == 0 and a.ndim:
        return (
            bool(np.array_equal(a.reshape(-1).view(np.uint64), b.reshape(-1).view(np.uint64)))
            if a.dtype.itemsize == 8
            else a.tobytes() == b.tobytes()
        )
    return a.tobytes() == b.tobytes()


#: What holds nothing that changes.
NOTHING_INSIDE = (ModuleType, type, BuiltinFunctionType, np.ufunc)


def generator_in(thing: Any) -> Any:
    """Give the generator of random numbers that something is, or is a method of."""
    for one in (thing, getattr(thing, "__self__", None)):
        if isinstance(one, np.random.Generator):
            return one
    return None


def is_plain(thing: Any) -> bool:
    """Say whether something is a number, a text or a tuple of these."""
    if isinstance(thing, tuple):
        return all(map(is_plain, thing))
    return thing is None or isinstance(thing, (bool, int, float, complex, str, bytes, np.generic))


class Outside:
    """Everything that a function uses besides its arguments.

    Attributes
    ----------
    watched : list of Captured
        Numbers, arrays and functions: a change is noticed.
    not_watched : list of str
        Names of objects into which one cannot look.
    generators : list of numpy.random.Generator
    """

    def __init__(
        self, f: Callable[..., Any], lifted: Iterable[Held] = (), given: Iterable[Any] = ()
    ) -> None:
        self.lifted = {key_of(held.holder, held.name) for held in lifted}
        self.watched: list[Captured] = []
        self.not_watched: list[str] = []
        self.generators: list[Any] = []
        self.seen: set[int] = set()
        self.looked: set[int] = set()
        self.kept: list[Any] = []  # so that nobody else gets their identity
        self.look_into(f, DEEP)
        for thing in given:  # objects among the arguments, which may change inside
            if not is_plain(thing) and not isinstance(thing, np.ndarray):
                self.add("an argument", None, thing, DEEP)

    def look_into(self, f: Any, deep: int) -> None:
        """List what a function, or what it wraps, refers to."""
        if id(f) in self.seen or deep == 0:
            return
        self.seen.add(id(f))
        if isinstance(f, MethodType):
            self.add("self", None, f.__self__, deep)
            f = f.__func__
        if not isinstance(f, FunctionType):
            inner = getattr(f, "__wrapped__", None) or getattr(f, "func", None)
            if callable(inner):
                self.look_into(inner, deep - 1)
            for part in (getattr(f, "args", ()), getattr(f, "keywords", {})):  # of a partial
                if isinstance(f, functools.partial):
                    self.add("an argument that is set", None, part, deep)
            if not callable(inner):
                self.add("the function", None, f, deep)
                self.look_into(type(f).__dict__.get("__call__"), deep - 1)
            return
        # Functions made here keep what they were made of.
        ours = f.__code__.co_filename.startswith(OWN_FOLDER)
        for name, holder, value in variables_of(f):
            if is_of_users(value):
                inside = vars(value)
                for used in names_in(f.__code__):
                    if used in inside:
                        self.add(used, inside, inside[used], deep - 1)
            if not ours:
                self.add(name, holder, value, deep)
            elif callable(value):  # what a derivative is of
                self.look_into(value, deep - 1)

    def add(self, name: str, holder: Any, value: Any, deep: int) -> None:
        """Take up one variable."""
        if generator_in(value) is None and isinstance(value, NOTHING_INSIDE):
            return
        if len(self.watched) > MANY:
            self.not_watched.append(f"{name} and more")
            return
        if isinstance(value, np.ndarray):
            if key_of(holder, name) in self.lifted:
                return
            fixed = not value.flags.writeable and (value.base is None or value.flags.owndata)
            self.watched.append(Captured(name, holder, value, None if fixed else value.copy()))
        elif is_plain(value):
            self.watched.append(Captured(name, holder, value))
        elif (generator := generator_in(value)) is not None:
            self.generators.append(generator)
        elif isinstance(value, (FunctionType, MethodType)) or hasattr(value, "__wrapped__"):
            code = getattr(value, "__code__", None)
            if code is not None and is_of_library(code.co_filename) and not value.__closure__:
                return
            if holder is not None and (code is None or not is_of_library(code.co_filename)):
                self.watched.append(Captured(name, holder, value))
            self.look_into(value, deep - 1)
        elif isinstance(value, (set, frozenset, collections.deque)):
            self.watched.append(Captured(name, holder, value, length=len(value)))
        elif isinstance(value, (list, tuple, dict)):
            if id(value) in self.seen:
                return
            self.seen.add(id(value))
            self.kept.append(value)
            self.watched.append(Captured(name, holder, value, length=len(value)))
            pairs = value.items() if isinstance(value, dict) else enumerate(value)
            for key, part in pairs:
                self.add(f"{name}[{key!r}]", Within(value, key), part, deep - 1)
        elif id(value) not in self.looked:
            self.looked.add(id(value))
            self.add_object(name, holder, value, deep)

    def add_object(self, name: str, holder: Any, value: Any, deep: int) -> None:
        """Take up an object, and what is in its attributes."""
        self.kept.append(value)
        if holder is not None:
            self.watched.append(Captured(name, holder, value))
        inside = getattr(value, "__dict__", None)
        foreign = type(value).__module__.partition(".")[0] in ("adlearn", "numpy", "scipy")
        if not isinstance(inside, dict) or deep <= 0 or foreign:
            if type(value).__module__ != "builtins":
                self.not_watched.append(f"{name} ({type(value).__name__})")
            return
        for attribute, part in list(inside.items()):
            self.add(attribute, inside, part, deep - 1)


class Within:
    """A place in a list, tuple or dict."""

    def __init__(self, container: Any, key: Any) -> None:
        self.container, self.key = container, key

    def __getattr__(self, name: str) -> Any:
        try:
            return self.container[self.key]
        except (KeyError, IndexError):
            raise AttributeError(name) from None


def variables_of(f: FunctionType) -> Iterator[tuple[str, Any, Any]]:
    """List names, holders and values of what a function refers to outside of itself."""
    for name, cell in zip(f.__code__.co_freevars, f.__closure__ or (), strict=True):
        try:
            yield name, cell, cell.cell_contents
        except ValueError:  # not filled yet
            continue
    if not is_of_library(f.__code__.co_filename):
        for name in names_in(f.__code__):
            if name in f.__globals__:
                yield name, f.__globals__, f.__globals__[name]
    for default in (f.__defaults__ or ()) + tuple((f.__kwdefaults__ or {}).values()):
        if not is_plain(default):  # a number is another one in another tuple
            yield "a default", None, default
    if f.__defaults__:
        yield "__defaults__", f, f.__defaults__
    if f.__kwdefaults__:
        yield "__kwdefaults__", f, f.__kwdefaults__


def is_of_users(thing: Any) -> bool:
    """Say whether something is a module or a class that a user wrote."""
    if isinstance(thing, type):
        module = sys.modules.get(thing.__module__)
        return is_of_users(module) if module is not None else False
    if not isinstance(thing, ModuleType) or thing.__name__ in sys.builtin_module_names:
        return False
    return not is_of_library(getattr(thing, "__file__", None) or "")


def names_in(code: Any) -> Iterator[str]:
    """List the global names that a code object and those inside of it use."""
    yield from code.co_names
    for constant in code.co_consts:
        if hasattr(constant, "co_names"):
            yield from names_in(constant)


def checks_of(outside: Outside) -> list[tuple[str, dict[str, Any], Miss]]:
    """Write the conditions under which what is outside is no longer what it was."""
    checks = []
    for i, one in enumerate(outside.watched):
        miss = Miss(f"{one.name}, which the function uses, has changed")
        names: dict[str, Any] = {f"changed_{i}": one.changed}
        inside_changes = one.length is not None or one.numbers is not None
        quick = isinstance(one.holder, (CellType, dict, FunctionType))
        if one.holder is None or inside_changes or not quick:
            checks.append((f"changed_{i}()", names, miss))
            continue
        names |= {f"held_{i}": one.value, f"holder_{i}": one.holder}
        if isinstance(one.holder, dict):
            now = f"holder_{i}.get({one.name!r})"
        elif isinstance(one.holder, FunctionType):
            now = f"holder_{i}.{one.name}"
        else:
            now = f"holder_{i}.cell_contents"
        checks.append((f"{now} is not held_{i} and changed_{i}()", names, miss))
    return checks


def random_state(outside: Outside) -> Any:
    """Take down how far random numbers have been drawn."""
    legacy: Any = np.random.get_state()  # noqa: NPY002  what a program may use
    states = [repr(one.bit_generator.state) for one in outside.generators]
    return legacy[1].tobytes(), legacy[2:], random.getstate(), states
