"""Which of the user's functions run while a program is written down, and what they ask for by name.
That, and nothing else, is what a program can depend on besides its arguments."""

from __future__ import annotations

import builtins
import dis
import functools
import gc
import io
import sys
import warnings
from dataclasses import dataclass
from types import CodeType, FrameType, FunctionType
from typing import Any

from adlearn.programs.being_written import CALLED_HERE
from adlearn.programs.libraries import OWN_FOLDER, is_of_library
from adlearn.programs.lifting import Space

#: What keeps back the warnings that a function gives, or makes errors of them.
OF_WARNINGS = {
    warnings.catch_warnings.__enter__.__code__,
    warnings.simplefilter.__code__,
    warnings.filterwarnings.__code__,
}
#: Files of Python's that read others in nobody's name: imports, and source text for messages.
OF_PYTHON = ("importlib._bootstrap>", "_bootstrap_external>", "linecache.py", "tokenize.py")
#: Functions that read what may be something else in the next call.
READING = (io.open, builtins.input)
#: What runs when a compiled function is called.
COMPILED = "Compiled.__call__"
#: Names by which a function reaches attributes that it does not name itself.
ANY_ATTRIBUTE = {
    *("getattr", "vars", "attrgetter", "__dict__", "__getattribute__", "methodcaller"),
    *("asdict", "astuple", "deepcopy"),
}
#: Steps that change what a name, an attribute or an element is.
WRITING = ("STORE_GLOBAL", "STORE_ATTR", "STORE_SUBSCR", "DELETE_GLOBAL", "DELETE_ATTR", "DELETE_S")
#: Functions and methods that change what they are called of, or with.
CHANGING = {
    *("add", "append", "appendleft", "clear", "copyto", "delattr", "discard", "extend", "fill"),
    *("heappop", "heappush", "insert", "itemset", "next", "pop", "popitem", "popleft", "put"),
    *("remove", "reverse", "seed", "send", "set", "setattr", "setdefault", "shuffle", "sort"),
    *("submit", "update", "write"),
}


@dataclass(frozen=True, slots=True)
class Names:
    """What a piece of code asks for by name.

    Attributes
    ----------
    variables : frozenset of str
        Of its module.
    attributes : frozenset of str
        Of any objects.
    modules : frozenset of str
        That it imports, or names in a text.
    any_attribute : bool
        Whether it may ask for attributes that it does not name.
    writes : bool
        Whether it may change something that was there before.
    """

    variables: frozenset[str]
    attributes: frozenset[str]
    modules: frozenset[str]
    any_attribute: bool
    writes: bool


@functools.lru_cache(4096)
def names_in(code: CodeType) -> Names:
    """Read what a piece of code asks for by name.

    Examples
    --------
    >>> names = names_in((lambda x: settings.rate * x.T).__code__)
    >>> sorted(names.variables), sorted(names.attributes), names.any_attribute
    (['settings'], ['T', 'rate'], False)
    """
    texts = {thing for thing in code.co_consts if isinstance(thing, str)}
    found: dict[str, set[str]] = {"variables": set(), "attributes": set(), "modules": set()}
    matches = writes = False
    for step in dis.get_instructions(code):
        if step.opname.endswith("_GLOBAL") or step.opname == "LOAD_NAME":
            found["variables"].add(step.argval)
        elif step.opname == "IMPORT_NAME":
            found["modules"].add(step.argval)
        elif step.opname == "IMPORT_FROM" or "ATTR" in step.opname or "METHOD" in step.opname:
            found["attributes"].add(step.argval)
        matches = matches or step.opname.startswith("MATCH_")
        to_outer = (
            step.opname in ("STORE_DEREF", "DELETE_DEREF") and step.argval in code.co_freevars
        )
        writes = writes or to_outer or step.opname.startswith(WRITING)
    if "globals" in found["variables"]:
        found["variables"] |= texts
    if not {"getattr", "hasattr", "setattr"}.isdisjoint(found["variables"]):
        found["attributes"] |= texts
    named = found["variables"] | found["attributes"]
    if not {"modules", "import_module", "__import__"}.isdisjoint(named):
        found["modules"] |= texts
    return Names(
        **{kind: frozenset(names) for kind, names in found.items()},
        any_attribute=matches or not ANY_ATTRIBUTE.isdisjoint(named),
        writes=writes or not CHANGING.isdisjoint(named),
    )


class Witness:
    """Looks on while a function runs.

    Attributes
    ----------
    codes : dict of {CodeType: dict}
        The user's code that has run, and the variables of its module.
    copied : set of CodeType
        Code that has run with arrays of other functions' variables as inputs, and not else.
    asked_for : str
        What the function has asked for that is no part of a program: a file, what somebody types,
        the warnings.
    compiled : list of Compiled
        Compiled functions that it has called: they may have run as programs, of which no code of
        the user's is seen.
    asks_type : str
        The function that has asked for `type(x)`, and gets another answer than usual.
    """

    def __init__(self) -> None:
        self.codes: dict[CodeType, dict[str, Any]] = {}
        self._plain: set[CodeType] = set()
        self.asked_for, self.asks_type = "", ""
        self.compiled: list[Any] = []
        self._seen: set[CodeType] = set()
        self._before: Any = None

    def __enter__(self) -> Witness:
        self._before = sys.getprofile()
        sys.setprofile(self._look)
        return self

    def __exit__(self, *error: object) -> None:
        sys.setprofile(None)
        for one in self.compiled:
            for version in one.versions:
                self.codes.update(version.outside.seen.codes)
        around = getattr(self._before, "__self__", None)
        if isinstance(around, Witness):
            around.codes.update(self.codes)
        if callable(self._before):
            sys.setprofile(self._before)
        elif self._before is not None:
            self._before.enable()  # of cProfile

    def _look(self, frame: FrameType, event: str, what: Any) -> None:
        if event == "call":
            code = frame.f_code
            if code in OF_WARNINGS and decides_by_warnings(frame):
                self.asked_for = "the warnings of its operations"
            if code.co_name == "__call__" and code.co_qualname == COMPILED:
                self.compiled.append(frame.f_locals["self"])
            if code not in self._seen:
                self.first_call(frame, code)
        elif event == "c_call" and what in READING and asked_by_user(frame):
            self.asked_for = f"{what.__name__}()"

    def first_call(self, frame: FrameType, code: CodeType) -> None:
        """Take note of a function that was not called before."""
        if is_of_users(frame):
            if is_beside(frame):
                return
            space = frame.f_globals
            if "type" in names_in(code).variables and "type" not in space:
                self.asks_type = code.co_name
            self.codes[code] = space.original if isinstance(space, Space) else space
            if not isinstance(space, Space):
                self._plain.add(code)
        self._seen.add(code)

    @property
    def writes(self) -> bool:
        """Whether some code may change something that was there before."""
        return any(names_in(code).writes for code in self.codes)

    def and_before(self, other: Witness) -> Witness:
        """Add what was seen in another call; what was copied is known of this one."""
        copied = self.copied
        self.codes.update(other.codes)
        self._plain = set(self.codes) - copied
        self.asked_for = self.asked_for or other.asked_for
        return self

    @property
    def copied(self) -> set[CodeType]:
        return set(self.codes) - self._plain

    @property
    def attributes(self) -> frozenset[str]:
        """The names of attributes that the code asks for."""
        own = {code.co_name for code in self.codes}  # of operators, which nobody names
        return frozenset(own).union(*(names_in(code).attributes for code in self.codes))

    @property
    def any_attribute(self) -> bool:
        """Whether some code may ask for attributes that it does not name."""
        return any(names_in(code).any_attribute for code in self.codes)

    def with_variables_of_others(self, met: set[CodeType]) -> set[CodeType]:
        """Give the code that has variables of functions around it, and whose function was not met:
        neither itself nor what defines it."""
        inner = {one for code in self.codes for one in codes_within(code)}
        return {code for code in self.codes if code.co_freevars and code not in met | inner}


def is_of_users(frame: FrameType) -> bool:
    """Say whether a function is the user's. What Python writes itself, such as the methods of a
    data class, is of the module that it is for."""
    filename = frame.f_code.co_filename
    if filename != "<string>":
        return not is_of_library(filename)
    name = str(frame.f_globals.get("__name__", ""))
    module = sys.modules.get(name)
    of_library = is_of_library(getattr(module, "__file__", None) or "")
    return not of_library and not name.startswith("namedtuple_")


def decides_by_warnings(frame: FrameType) -> bool:
    """Say whether the user's function looks at warnings: a program gives none of its own."""
    if frame.f_back is None or not is_of_users(frame.f_back):
        return False
    recorded = getattr(frame.f_locals.get("self"), "_record", False)
    return recorded or frame.f_locals.get("action") == "error"


def is_beside(frame: FrameType) -> bool:
    """Say whether a function is called by none of the user's: by what a module does when it is
    imported, or by what Python does when it collects what nobody needs."""
    collecting = {getattr(one, "__code__", None) for one in gc.callbacks}
    at: FrameType | None = frame
    while at is not None and at.f_code.co_name != CALLED_HERE:
        code = at.f_code
        if code.co_filename.endswith(OF_PYTHON[:2]) or code in collecting:
            return True
        if code.co_name == "__del__":
            return True
        at = at.f_back
    return False


def asked_by_user(frame: FrameType) -> bool:
    """Say whether it is the user's function that calls, itself or through Python's own library."""
    if is_beside(frame):
        return False
    at: FrameType | None = frame
    while at is not None and is_of_library(at.f_code.co_filename):
        name = at.f_code.co_filename
        if name.endswith(OF_PYTHON) or name.startswith(OWN_FOLDER):
            return False
        at = at.f_back
    return at is not None


def codes_within(code: CodeType) -> list[CodeType]:
    """List the code of the functions that a piece of code defines."""
    found = [constant for constant in code.co_consts if isinstance(constant, CodeType)]
    return [*found, *(inner for one in found for inner in codes_within(one))]


def functions_of(codes: set[CodeType], kept_out: Any) -> list[FunctionType]:
    """Find the functions that are made of some code, wherever they are."""
    if not codes:
        return []
    referrers = gc.get_referrers(*codes)
    return [
        thing
        for thing in referrers
        if isinstance(thing, FunctionType) and thing.__code__ in codes and thing not in kept_out
    ]
