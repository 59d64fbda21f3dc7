"""Copies and pickles of modules in modules, however deep: all are made empty first, then filled.

Python copies and pickles a thing by going into its attributes, and from there into theirs, so that
a chain of some hundred modules would end in a RecursionError. Here the modules below a module are
listed, in a loop. Whatever an attribute leads to is then either a module that is there already, or
no module.
"""

from __future__ import annotations

import copyreg
from collections.abc import Callable
from typing import Any
from weakref import WeakValueDictionary


class Together:
    """Modules that are pickled together: what kinds they are of, and then what each consists of.

    A pickle of one of them is its place among these. As they stand in the pickle before anything
    that leads to them does, a module among a module's attributes is one that is there already.

    Parameters
    ----------
    modules : list
    """

    __slots__ = ("__weakref__", "modules", "places")

    def __init__(self, modules: list[Any]) -> None:
        self.modules = modules
        self.places = {id(module): place for place, module in enumerate(modules)}

    def __reduce__(self) -> Any:
        kinds = [type(module) for module in self.modules]
        return empty, (kinds,), [module.__getstate__() for module in self.modules]

    def __setstate__(self, states: list[Any]) -> None:
        for module, state in zip(self.modules, states, strict=True):
            fill(module, state)


#: A module's id to what it is pickled with. A pickler keeps what it has met until it is done, so
#: nothing stays here after that; and what is here is complete for whoever else asks meanwhile.
TOGETHER: WeakValueDictionary[int, Together] = WeakValueDictionary()


def reduce_ex(module: Any, protocol: Any) -> Any:
    """Give what a module is pickled as. One that has a way of its own is pickled in that."""
    if not is_one_of_many(module):
        return object.__reduce_ex__(module, protocol)
    together = TOGETHER.get(id(module))
    if together is None:
        together = Together(below(module, is_one_of_many, lambda one: one.__getstate__()))
        TOGETHER.update({id(one): together for one in together.modules})
    return taken, (together, together.places[id(module)])


def is_one_of_many(thing: Any) -> bool:
    """Say whether something is a module whose class says nothing of how it is pickled."""
    kind = type(thing)
    return (
        kind.__reduce_ex__ is reduce_ex
        and kind.__reduce__ is object.__reduce__
        and not hasattr(kind, "__getnewargs__")
        and not hasattr(kind, "__getnewargs_ex__")
    )


def below(start: Any, is_one: Callable[[Any], bool], contents: Callable[[Any], Any]) -> list[Any]:
    """List a module and those that its contents lead to, through lists, tuples and dictionaries."""
    found, gone_into = {id(start): start}, {}
    waiting = [contents(start)]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, (list, tuple, dict)):
            if id(thing) not in gone_into:
                gone_into[id(thing)] = thing  # kept, so that nothing else gets its id
                waiting += thing.values() if isinstance(thing, dict) else thing
        elif id(thing) not in found and is_one(thing):
            found[id(thing)] = thing
            waiting.append(contents(thing))
    return list(found.values())


def empty(kinds: list[type]) -> Together:
    """Make modules of these kinds, without attributes."""
    return Together([copyreg.__newobj__(kind) for kind in kinds])  # type: ignore[attr-defined]


def taken(together: Together, place: int) -> Any:
    """Give one of several modules."""
    return together.modules[place]


def fill(module: Any, state: Any) -> None:
    """Make a module consist of something, as `pickle` does."""
    if state is None:
        return
    if hasattr(module, "__setstate__"):
        module.__setstate__(state)
        return
    attributes, slots = state if isinstance(state, tuple) else (state, None)
    vars(module).update(attributes or {})
    for name, value in (slots or {}).items():
        setattr(module, name, value)


def shallow(module: Any) -> Any:
    """Make another module that consists of the same things, as `copy.copy` does of others."""
    made: Any = object.__reduce_ex__(module, 4)
    make, arguments, state = (*made, None)[:3]
    new = make(*arguments)
    fill(new, state)
    return new
