"""What a function uses besides its arguments: variables of the functions around it and of its
module, and what is inside of these. A program was written down with what they held; this finds out
whether they still do.

`adlearn.programs.witness` knows which code has run and what it asks for by name. From there one
goes inwards: the variables that this code has, the elements of containers, and of objects, classes
and modules the attributes that are asked for anywhere.
"""

from __future__ import annotations

import array
import math
import os
import random
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import partial
from types import (
    BuiltinFunctionType,
    CellType,
    FunctionType,
    MappingProxyType,
    MemberDescriptorType,
    MethodType,
    ModuleType,
)
from typing import Any

import numpy as np

from adlearn.errors import NotTraceable
from adlearn.programs.held import plain
from adlearn.programs.libraries import OWN_FOLDER, is_of_library
from adlearn.programs.lifting import COPIES, Held, key_of
from adlearn.programs.running import Miss
from adlearn.programs.witness import Witness, functions_of, names_in
from adlearn.scalars.node import AutogradValue
from adlearn.scalars.number_like import Unknown, number
from adlearn.tensors.primitive import Symbolic, Traced, value_of

#: How many things may be compared in each call.
MOST = 1000
#: Modules that give a function other code while it stays the same object.
RELOADING = {"IPython.extensions.autoreload", "jurigged"}
#: Where nothing is.
NOTHING = object()


@dataclass(slots=True)
class Captured:
    """Something outside of a function.

    Attributes
    ----------
    name : str
    holder : object
        What holds it: a cell, a dictionary, an object; None for something that is just there.
    value : object
        What it held.
    inside : ndarray or tuple or frozenset or None
        Of an array that can be changed, the numbers that were in it; of a container, its elements;
        of a dictionary of attributes, `NotThere`.
    """

    name: str
    holder: Any
    value: Any
    inside: Any = None

    def now(self) -> Any:
        """Give what is there now."""
        if isinstance(self.holder, CellType):
            return self.holder.cell_contents
        if isinstance(self.holder, (dict, MappingProxyType)):
            return self.holder.get(self.name, NOTHING)
        return self.value if self.holder is None else getattr(self.holder, self.name, NOTHING)

    def changed(self) -> bool:
        """Say whether there is something else."""
        now = self.now()
        if isinstance(self.inside, np.ndarray):
            return not same_array(now, self.inside)
        if isinstance(self.inside, NotThere):
            return not self.inside.names.isdisjoint(now)
        if self.inside is not None:
            return now is not self.value or not same_elements(elements_of(now), self.inside)
        return now is not self.value and not same_plain(now, self.value)


@dataclass(frozen=True, slots=True)
class NotThere:
    """Attributes that are asked for and that an object, or a class, does not have itself."""

    names: frozenset[str]


def same_array(now: Any, before: np.ndarray) -> bool:
    """Say whether something is an array with the same numbers, nan included."""
    if type(now) is not np.ndarray or now.shape != before.shape or now.dtype != before.dtype:
        return False
    words = {2: np.uint16, 4: np.uint32, 8: np.uint64}.get(now.dtype.itemsize)
    if words and now.dtype.kind in "fiu" and now.flags.c_contiguous and now.ndim:
        return bool(np.array_equal(now.view(words), before.view(words)))
    return now.tobytes() == before.tobytes()


def same_elements(now: tuple[Any, ...], before: tuple[Any, ...]) -> bool:
    """Say whether two containers hold the same things."""
    return len(now) == len(before) and all(
        a is b or same_plain(a, b) for a, b in zip(now, before, strict=True)
    )


def same_plain(now: Any, before: Any) -> bool:
    """Say whether two numbers, texts or tuples of these are the same, also in class and sign."""
    if now.__class__ is not before.__class__:
        return False
    if isinstance(now, tuple):
        return same_elements(now, before)
    if isinstance(now, np.generic):
        return now.tobytes() == before.tobytes()
    if isinstance(now, float):
        return (now == before and math.copysign(1, now) == math.copysign(1, before)) or (
            now != now and before != before
        )
    if isinstance(now, complex):
        return same_plain((now.real, now.imag), (before.real, before.imag))
    if isinstance(now, frozenset):
        return len(now) == len(before) and now == before
    return isinstance(now, PLAIN) and bool(now == before)


#: What holds nothing else, and is what it says.
PLAIN = (type(None), bool, int, float, complex, str, bytes, np.generic)
#: What holds nothing that changes.
NOTHING_INSIDE = (*PLAIN, BuiltinFunctionType, np.ufunc, np.dtype, range, slice, type(Ellipsis))


def elements_of(thing: Any) -> tuple[Any, ...]:
    """List what is in a container, in its order, as far as it has one."""
    if isinstance(thing, Mapping):
        return (*thing.keys(), *thing.values())
    if isinstance(thing, Set):
        return (frozenset(thing),)
    if isinstance(thing, (array.array, bytearray)):
        return (bytes(thing),)
    return tuple(thing)


CONTAINERS = (list, tuple, Mapping, Set, deque, array.array, bytearray)


def generator_in(thing: Any) -> Any:
    """Give the generator of random numbers that something is, or is a method of."""
    for one in (thing, getattr(thing, "__self__", None)):
        if isinstance(one, (np.random.Generator, np.random.RandomState, random.Random)):
            return one
    return None


class Outside:
    """What a function uses besides its arguments.

    Parameters
    ----------
    f : callable
    seen : Witness
        Looked on while it ran.
    lifted : iterable of Held
        Arrays that are inputs of the program.
    given : iterable
        Objects among the arguments, which may change inside.

    Attributes
    ----------
    watched : list of Captured
    not_watched : list of str
        Names of objects into which one cannot look.
    generators : list
        Of random numbers.

    Raises
    ------
    NotTraceable
        If the function has put a value of the program somewhere, or uses too much.
    """

    def __init__(
        self,
        f: Callable[..., Any],
        seen: Witness,
        lifted: Iterable[Held] = (),
        given: Iterable[Any] = (),
    ) -> None:
        self.lifted = {key_of(held.holder, held.name) for held in lifted}
        self.seen, self.asked, self.any = seen, seen.attributes, seen.any_attribute
        self.watched: list[Captured] = []
        self.not_watched: list[str] = []
        self.generators: list[Any] = []
        self.put: list[str] = []
        self.absent: dict[type, set[str]] = {}
        self.known: dict[int, Any] = {}  # kept, so that nobody else gets their identity
        self.held: set[tuple[int, str]] = set()
        self.met: set[Any] = set()
        self.todo: list[tuple[str, Any]] = [("the function", f)]
        self.todo += [("an argument", thing) for thing in given]
        for code, space in seen.codes.items():
            self.variables(names_in(code), space, code in seen.copied)
        self.go_on()
        for function in functions_of(seen.with_variables_of_others(self.met), COPIES):
            self.todo.append((function.__name__, function))
            self.go_on()
        for kind, names in self.absent.items():
            self.add(Captured(kind.__name__, None, kind.__dict__, NotThere(frozenset(names))))
        self.refuse_what_is_kept()

    def variables(self, names: Any, space: dict[str, Any], copied: bool) -> None:
        """Take up the variables of a module that some code asks for, and what it imports."""
        for name in sorted(names.variables):
            if name in space:
                self.watch(name, space, space[name], copied)
                if space[name] is os.getenv:
                    self.todo.append(("os.environ", os.environ))
        for name in names.modules:
            for path in (name, f"{space.get('__package__')}.{name}"):
                if path in sys.modules and is_of_users(sys.modules[path]):
                    self.todo.append((name, sys.modules[path]))
        if not {"environ", "getenv"}.isdisjoint(names.attributes | names.variables):
            self.todo.append(("os.environ", os.environ))

    def watch(self, name: str, holder: Any, value: Any, copied: bool = False) -> None:
        """Take up what is held somewhere. An array that is an input is none of it, for code that
        was `copied` to have it as one."""
        is_input = copied and isinstance(value, np.ndarray) and key_of(holder, name) in self.lifted
        if (id(holder), name) in self.held or is_input:
            return
        self.held.add((id(holder), name))
        self.known.setdefault(id(holder), holder)
        self.find_kept(name, holder, value)
        if isinstance(value, np.ndarray):
            self.add(Captured(name, holder, value, numbers_of(value)))
        else:
            self.add(Captured(name, holder, value))
        self.todo.append((name, value))

    def add(self, one: Captured) -> None:
        """Compare something in each call."""
        self.watched.append(one)
        if len(self.watched) > MOST:
            raise NotTraceable(
                f"it uses more than {MOST} things besides its arguments ({one.name} is one of the "
                "last), which would all be compared in each call. Pass what it needs as arguments."
            )

    def go_on(self) -> None:
        """Look into all that was found."""
        while self.todo:
            name, thing = self.todo.pop()
            if id(thing) not in self.known or thing is not self.known[id(thing)]:
                self.known[id(thing)] = thing
                self.inside(name, thing)

    def inside(self, name: str, thing: Any) -> None:
        """Take up what is inside of something."""
        if (generator := generator_in(thing)) is not None:
            self.generators.append(generator)
        elif isinstance(thing, BuiltinFunctionType) and not isinstance(
            thing.__self__, (ModuleType, type, type(None))
        ):
            self.todo.append((name, thing.__self__))  # of a dictionary's method
        elif isinstance(thing, NOTHING_INSIDE):
            pass
        elif isinstance(thing, np.ndarray):
            if thing.dtype.hasobject:
                for part in thing.flat:
                    self.find_kept(name, thing, part)
                    self.todo.append((name, part))
        elif isinstance(thing, FunctionType):
            self.function(thing)
        elif isinstance(thing, MethodType):
            self.todo += [("self", thing.__self__), (name, thing.__func__)]
        elif isinstance(thing, partial):
            self.todo += [(name, thing.func), (name, thing.args), (name, thing.keywords)]
        elif isinstance(thing, ModuleType):
            if is_of_users(thing):
                space = vars(thing)
                for asked in sorted(self.asked & space.keys()):
                    self.watch(asked, space, space[asked])
        elif isinstance(thing, type):
            for asked in self.asked:
                self.of_class(asked, thing)
        else:
            if isinstance(thing, CONTAINERS):
                self.container(name, thing)
            self.object(name, thing)

    def function(self, f: FunctionType) -> None:
        """Take up what belongs to a function that has run, or to one of a library, which may call
        others."""
        self.met.add(f.__code__)
        of_users = not is_of_library(f.__code__.co_filename)
        if of_users and f.__code__ not in self.seen.codes:
            return
        for name, cell in zip(f.__code__.co_freevars, f.__closure__ or (), strict=True):
            try:
                value = cell.cell_contents
            except ValueError:  # not filled yet
                continue
            if f.__code__.co_filename.startswith(OWN_FOLDER):  # which stays what it is
                self.find_kept(name, cell, value)
                if not is_of_numpy(value):
                    self.todo.append((name, value))
            else:
                self.watch(name, cell, value, f.__code__ in self.seen.copied)
        if not of_users:
            return
        self.todo.append(("__defaults__", f.__defaults__))
        if not RELOADING.isdisjoint(sys.modules):
            self.watch("__code__", f, f.__code__)
            self.watch("__defaults__", f, f.__defaults__)
        if f.__kwdefaults__:
            self.watch("__kwdefaults__", f, f.__kwdefaults__)
        for name, value in f.__dict__.items():
            if name == "__wrapped__" or name in self.asked or self.any:
                self.watch(name, f.__dict__, value)

    def container(self, name: str, thing: Any) -> None:
        """Take up the elements of a container."""
        parts = elements_of(thing)
        if len(parts) > MOST:
            raise NotTraceable(
                f"{name} holds {len(parts):,} things, which would all be compared in each call. "
                "Make it an array, or pass what is needed of it as an argument."
            )
        if not isinstance(thing, tuple):
            self.add(Captured(name, None, thing, parts))
        for part in parts:
            self.find_kept(name, thing, part)
            if isinstance(part, np.ndarray) and id(part) not in self.known:
                self.add(Captured(f"an array in {name}", None, part, numbers_of(part)))
            self.todo.append((f"{name}[...]", part))

    def object(self, name: str, thing: Any) -> None:
        """Take up the attributes of an object."""
        kind = type(thing)
        ours, foreign = kind.__module__.partition(".")[0] == "adlearn", is_of_numpy(thing)
        wrapped = getattr(thing, "__wrapped__", None) or getattr(thing, "func", None)
        if callable(thing) and callable(wrapped):
            self.todo.append((name, wrapped))
            if ours:
                return
        everything = self.any or ours or foreign  # which attributes a library asks for
        own, slots = getattr(thing, "__dict__", None), dict(slots_of(kind))
        space: dict[str, Any] = own if isinstance(own, dict) else {}
        if own is not space and not slots and not isinstance(thing, CONTAINERS):
            self.not_watched.append(f"{name} ({kind.__name__})")
        for asked in list(space):
            if (ours or foreign) and not is_value(space[asked]):
                continue
            if everything or asked in self.asked:
                self.watch(asked, space, space[asked])
        for slot in slots:
            if (everything or slot in self.asked) and hasattr(thing, slot):
                self.watch(slot, thing, getattr(thing, slot))
            elif slot in self.asked:
                self.add(Captured(slot, thing, NOTHING))
        if kind.__module__ != "builtins" and is_of_users(kind):
            self.add(Captured("__class__", thing, kind))
            for asked in self.asked:
                self.of_class(asked, kind)
            if own is space:
                self.add(Captured(name, None, space, NotThere(self.asked - set(space))))

    def of_class(self, asked: str, kind: type) -> None:
        """Take up an attribute of a class of users, and where it is not in its bases."""
        for one in kind.__mro__:
            users = is_of_users(one)
            if asked in one.__dict__:
                if users:
                    self.watch(asked, one.__dict__, one.__dict__[asked])
                return
            if users:
                self.absent.setdefault(one, set()).add(asked)

    def find_kept(self, name: str, holder: Any, value: Any) -> None:
        """Find values of the program that were put somewhere, and put their numbers there."""
        if is_of_program(value):
            put_back(name, holder, example_in(value))
            self.put.append(name)

    def refuse_what_is_kept(self) -> None:
        """Refuse a function that has put values of the program somewhere."""
        if self.put:
            raise NotTraceable(
                f"it keeps what it computes ({', '.join(self.put)}), which would be the value of "
                "one call for ever. Return it, and keep it outside."
            )

    def changes(self) -> str:
        """Name what is otherwise now; empty if nothing is."""
        return next((one.name for one in self.watched if one.changed()), "")


def numbers_of(value: np.ndarray) -> np.ndarray | None:
    """Copy the numbers of an array, unless nobody can change them."""
    fixed = not value.flags.writeable and (value.base is None or value.flags.owndata)
    return None if fixed else np.array(value, order="C")


def is_value(thing: Any) -> bool:
    """Say whether something is a number, a text, an array, a value of ours, or holds such alone:
    what a library's objects have in their attributes else does not change."""
    if isinstance(thing, CONTAINERS):
        return all(map(is_value, elements_of(thing)))
    home = type(thing).__module__
    ours = home.startswith("adlearn.") and (not callable(thing) or home.startswith("adlearn.nn."))
    return ours or isinstance(thing, (*PLAIN, np.ndarray))


def is_of_numpy(thing: Any) -> bool:
    """Say whether something is an object of NumPy's or SciPy's."""
    return type(thing).__module__.partition(".")[0] in ("numpy", "scipy")


def slots_of(kind: type) -> Iterator[tuple[str, Any]]:
    """List the slots of a class and its bases."""
    for one in kind.__mro__:
        for name, thing in one.__dict__.items():
            if isinstance(thing, MemberDescriptorType) and name != "__weakref__":
                yield name, thing


def is_of_users(thing: Any) -> bool:
    """Say whether something is a module or a class that a user wrote."""
    if isinstance(thing, type):
        module = sys.modules.get(thing.__module__)
        return is_of_users(module) if module is not None else True
    if not isinstance(thing, ModuleType) or thing.__name__ in sys.builtin_module_names:
        return False
    return not is_of_library(getattr(thing, "__file__", None) or "")


def is_of_program(thing: Any) -> bool:
    """Say whether something stands for a value of a program, or holds one."""
    if isinstance(thing, AutogradValue):
        return isinstance(number(thing), Unknown)
    return isinstance(thing, Traced) and isinstance(value_of(thing), Symbolic)


def example_in(thing: Any) -> Any:
    """Give the number that a value of a program is in the example."""
    return plain(thing) if isinstance(thing, AutogradValue) else value_of(thing).example


def put_back(name: str, holder: Any, number: Any) -> None:
    """Put a number where a value of a program is held."""
    if isinstance(holder, (list, deque, np.ndarray)):
        parts = holder.flat if isinstance(holder, np.ndarray) else holder
        for place, part in enumerate(list(parts)):
            if is_of_program(part):
                parts[place] = example_in(part)
    elif isinstance(holder, dict) and name not in holder:
        holder.update({key: example_in(x) for key, x in holder.items() if is_of_program(x)})
    elif isinstance(holder, dict):
        holder[name] = number
    elif isinstance(holder, CellType):
        holder.cell_contents = number
    elif hasattr(holder, name) and not isinstance(holder, MappingProxyType):
        setattr(holder, name, number)


def checks_of(outside: Outside) -> list[tuple[str, dict[str, Any], Miss]]:
    """Write the conditions under which what is outside is no longer what it was."""
    checks = []
    for i, one in enumerate(outside.watched):
        miss = Miss(f"{one.name}, which the function uses, has changed")
        names: dict[str, Any] = {f"changed_{i}": one.changed}
        quick = isinstance(one.holder, (CellType, dict, FunctionType))
        if not quick or one.inside is not None:
            checks.append((f"changed_{i}()", names, miss))
            continue
        names |= {f"held_{i}": one.value, f"holder_{i}": one.holder}
        if isinstance(one.holder, dict):
            now = f"holder_{i}[{one.name!r}]"
        elif isinstance(one.holder, FunctionType):
            now = f"holder_{i}.{one.name}"
        else:
            now = f"holder_{i}.cell_contents"
        checks.append((f"{now} is not held_{i} and changed_{i}()", names, miss))
    return checks


def random_state(generators: Iterable[Any]) -> list[Any]:
    """Take down how far random numbers have been drawn: in all, and from these generators."""
    legacy: Any = np.random.get_state()  # noqa: NPY002  what a program may use
    states: list[Any] = [legacy[1].tobytes(), legacy[2:], random.getstate()]
    for one in generators:
        if isinstance(one, np.random.Generator):
            states.append(repr(one.bit_generator.state))
        elif isinstance(one, random.Random):
            states.append(one.getstate())
        else:
            states.append(repr(one.get_state()))
    return states
