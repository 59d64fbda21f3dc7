"""Which class a function is called with: the one that its own program works with.

A notebook that defines `AutogradValue` and `log` means these when it says `log(a)`. So the names
that the function uses are looked up and followed, and then the names of who calls.
"""

from __future__ import annotations

import dis
import sys
from collections.abc import Iterable, Iterator, Mapping
from types import CodeType, FunctionType, ModuleType
from typing import Any

#: Nothing that a reader could mean by "my class" comes from here.
LIBRARIES = sys.stdlib_module_names | {"numpy", "scipy", "pandas", "matplotlib", "IPython"}
OURS = "adlearn"
#: What the course calls it.
USUAL = "AutogradValue"
#: How many functions are followed.
MOST = 200


def class_meant(functions: Iterable[Any], names: Mapping[str, Any], arrays: bool) -> type | None:
    """Find the class of nodes that functions are meant for.

    Parameters
    ----------
    functions : iterable of callable
    names : mapping of str to object
        The variables of who calls.
    arrays : bool
        Whether an input is an array: then a class counts only if the functions use it.

    Returns
    -------
    type or None
        None if no class is meant but ours.
    """
    used = list(reached(functions))
    for thing in used:
        if is_number_class(thing):
            return root_of(thing)
    if arrays or any(home_of(thing) == OURS for thing in used):
        return None
    usual = names.get(USUAL)
    if isinstance(usual, type):
        return None if home_of(usual) == OURS else usual
    known = [t for t in names.values() if is_number_class(t) and hasattr(t, "backward")]
    found = {root_of(one) for one in known}
    return found.pop() if len(found) == 1 else None


def reached(functions: Iterable[Any]) -> Iterator[Any]:
    """List what functions use by name, and what those use that are functions themselves."""
    waiting = [f for f in map(written, functions) if isinstance(f, FunctionType)]
    seen = {id(f) for f in waiting}
    for function in waiting:
        for thing in named_in(function):
            if id(thing) in seen:
                continue
            seen.add(id(thing))
            yield thing
            own = home_of(thing) not in {OURS, *LIBRARIES}
            if isinstance(thing, FunctionType) and own and len(waiting) < MOST:
                waiting.append(thing)


def written(f: Any) -> Any:
    """Find the function that somebody wrote in a method, a partial, or an object to be called."""
    f = getattr(f, "func", f)
    f = getattr(f, "__func__", f)
    return f if isinstance(f, FunctionType) else vars(type(f)).get("__call__")


def named_in(function: FunctionType) -> Iterator[Any]:
    """Look up the names that a function uses: its globals, and what it closes over."""
    for name in globals_of(function.__code__):
        if name in function.__globals__:
            yield function.__globals__[name]
    for cell in function.__closure__ or ():
        try:
            yield cell.cell_contents
        except ValueError:  # a name that has no value yet
            continue


def globals_of(code: CodeType) -> Iterator[str]:
    """List the globals that a function reads, and the functions inside it.

    The `log` of `ad.log` is none: it is asked of `ad`.
    """
    for instruction in dis.get_instructions(code):
        if instruction.opname == "LOAD_GLOBAL":
            yield instruction.argval
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from globals_of(inner)


def is_number_class(thing: Any) -> bool:
    """Say whether something is a class of numbers that somebody wrote: made of a value, with `*`
    or `+`."""
    if not isinstance(thing, type) or home_of(thing) in {OURS, *LIBRARIES}:
        return False
    makes = isinstance(getattr(thing, "__init__", None), FunctionType)
    return makes and (hasattr(thing, "__mul__") or hasattr(thing, "__add__"))


def root_of(kind: type) -> type:
    """Go from the class of one operation to the class that all of them stand on."""
    return [one for one in kind.__mro__ if is_number_class(one)][-1]


def home_of(thing: Any) -> str:
    """Name the package that a thing comes from; what has another library's name is not ours."""
    module = thing.__name__ if isinstance(thing, ModuleType) else getattr(thing, "__module__", "")
    home = str(module)
    return home if home.startswith(f"{OURS}.compat") else home.partition(".")[0]
