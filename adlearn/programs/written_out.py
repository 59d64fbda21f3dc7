"""Functions of ours as text that needs no import of ours.

What NumPy and SciPy have is called by its public name. A function that is one expression can be
put in the place of its call, and any other is written down with all that it uses: other functions,
constants, modules, and what it has kept from the function that made it. All of it is for plain
arrays: what asks for traced values finds none.
"""

from __future__ import annotations

import ast
import builtins
import functools
import inspect
import re
import sys
import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any

import numpy as np

from adlearn.errors import NotTraceable
from adlearn.programs.formulas import (
    MISSING,
    Names,
    NotWritable,
    all_names,
    copied,
    is_traced_class,
    meaning,
    module_path,
    on_plain_arrays,
    syntax,
    syntax_of,
)
from adlearn.programs.libraries import OWN_FOLDER
from adlearn.programs.literals import PLAIN, literal
from adlearn.programs.public_names import import_of, public_path
from adlearn.tensors.primitive import ArrayPrimitive, value_of
from adlearn.user_line import is_foreign


@dataclass(frozen=True, slots=True)
class Definitions:
    """A function that is written out.

    Attributes
    ----------
    name : str
        What it is called in the text.
    imports : tuple of str
        The lines that are needed above the text.
    source : str
        Its definition, below those of what it uses.
    """

    name: str
    imports: tuple[str, ...]
    source: str

    @property
    def text(self) -> str:
        """All of it: a file."""
        return "\n".join([*self.imports, "\n", self.source])


def definitions(function: Callable[..., Any], name: str = "") -> Definitions:
    """Write a function out, with all that it uses.

    For several functions in one file use a `Writer`, so that nothing is written twice and no two
    things have one name.

    Parameters
    ----------
    function : callable
    name : str, optional
        What to call it, and the operation in an error; otherwise as it calls itself.

    Returns
    -------
    Definitions

    Raises
    ------
    NotTraceable
        If it uses something that cannot be written out.

    Examples
    --------
    >>> from adlearn.rules.variance import count
    >>> definitions(count).name
    'count'
    """
    writer = Writer()
    called = writer.define(function, name)
    return Definitions(called, writer.imports, writer.source)


class Writer:
    """A text to which functions are added, with all that they use.

    Parameters
    ----------
    taken : iterable of str
        Names that mean something else in the file.

    Attributes
    ----------
    parts : dict of {str: str}
        Definitions by name, each below those that it needs.
    roots : dict of {str: None}
        What was asked for; definitions that it does not need after all are left out.
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self.taken = {*taken, *dir(builtins), "np", "scipy", "math"}
        self.parts: dict[str, str] = {}
        self.needed: dict[str, None] = {}
        self.roots: dict[str, None] = {}
        self.names: dict[int, tuple[str, Any]] = {}  # the thing is kept, so that its id is its own
        self.constants: dict[str, tuple[str, str]] = {}

    @property
    def imports(self) -> tuple[str, ...]:
        """The lines that are needed above, in the order of the alphabet."""
        text = "\n".join([*self.roots, self.source])
        found = {line for line in self.needed if f"{line.split()[-1]}." in text}
        deeper = {f"scipy.{name}" for name in re.findall(r"\bscipy\.(\w+)\.", text)}
        found |= {f"import {module}" for module in deeper if module in sys.modules}
        return tuple(sorted(found - {"import scipy"}))

    @property
    def source(self) -> str:
        """The definitions."""
        wanted, todo = set(), list(self.roots)
        while todo:
            name = todo.pop()
            if name in self.parts and name not in wanted:
                wanted.add(name)
                todo += re.findall(r"\w+", self.parts[name])
        kept = [text for name, text in self.parts.items() if name in wanted]
        return "\n\n\n".join(kept) + "\n" if kept else ""

    def define(self, function: Callable[..., Any], name: str = "") -> str:
        """Add a function.

        Parameters
        ----------
        function : callable
        name : str, optional
            What to call it, if nothing else is called so.

        Returns
        -------
        str
            What it is called: a public path, or the name of its definition.
        """
        shown = name or getattr(function, "__name__", str(function))
        before = dict(self.parts), dict(self.needed), dict(self.names), dict(self.constants)
        try:
            called = ast.unparse(self.expression(function, name or shown, named=bool(name)))
        except NotWritable as why:
            self.parts, self.needed, self.names, self.constants = before
            raise NotTraceable(
                f"{shown.strip('_')} cannot be written out as Python of its own: {why}. "
                "Leave it out of what is written down, or run the program without its source."
            ) from None
        self.roots[called] = None
        return called

    # What things are in the text

    def expression(self, thing: Any, name: str, named: bool = False) -> ast.expr:
        """Write a thing, with a definition where it needs one."""
        if isinstance(thing, ModuleType):
            called = module_path(thing)
            self.need("np." if called.startswith("np") else f"{called}.", thing)
            return syntax(called)
        if isinstance(thing, ArrayPrimitive) and not named:
            name = thing.name
        thing = on_plain_arrays(thing)
        if thing is value_of:
            return syntax("(lambda x: x)")
        path = public_path(thing)
        if path is not None:
            self.need(path)
            return syntax(path)
        if id(thing) in self.names and callable(thing):
            return syntax(self.names[id(thing)][0])
        if isinstance(thing, type):
            return syntax(self.class_of(thing))
        if isinstance(thing, functools._lru_cache_wrapper):
            return self.expression(thing.__wrapped__, name)
        if isinstance(thing, functools.partial):
            return syntax(self.partial(thing, name))
        if isinstance(thing, FunctionType):
            return syntax(self.function(thing, name, named))
        if callable(thing):
            raise NotWritable(f"it uses {name}, which is {described(thing)}")
        text = self.literal(thing, name)
        plain = thing.__class__ in PLAIN and len(text) < 20 and not name.isupper()
        return syntax(text if plain else self.constant(thing, name, text))

    def literal(self, thing: Any, name: str) -> str:
        """Write a constant in place."""
        if callable(thing) or isinstance(thing, ModuleType):
            return ast.unparse(self.expression(thing, name))
        text = literal(thing, lambda part: self.literal(part, name))
        if text is None:
            raise NotWritable(f"it uses {name}, which is {described(thing)}")
        if "np." in text:
            self.need("np.")
        return text

    def need(self, path: str, module: ModuleType | None = None) -> None:
        """Import what a path begins with."""
        found = import_of(path)
        if module is not None and not path.startswith("np"):
            found = f"import {module.__name__}"
        for line in (found or "").splitlines():
            self.needed[line] = None

    def new_name(self, thing: Any, wanted: str) -> str:
        """Give a thing a name that nothing else has."""
        wanted = wanted.strip("_") if wanted.strip("_").isidentifier() else "function"
        name, n = f"{wanted}_" if hasattr(builtins, wanted) else wanted, 2
        while name in self.taken:
            name, n = f"{wanted}_{n}", n + 1
        self.taken.add(name)
        self.names[id(thing)] = name, thing
        return name

    def constant(self, thing: Any, name: str, text: str) -> str:
        """Define a constant, once."""
        for called, (wanted, known) in self.constants.items():
            if (wanted, known) == (name, text):
                return called
        called = self.new_name(thing, name)
        self.constants[called] = name, text
        self.parts[called] = f"{called} = {text}"
        return called

    def partial(self, thing: functools.partial[Any], name: str) -> str:
        """Write a function of which some arguments are given."""
        parts = [thing.func, *thing.args]
        given = [ast.unparse(self.expression(part, name)) for part in parts]
        given += [f"{k}={ast.unparse(self.expression(v, k))}" for k, v in thing.keywords.items()]
        self.need("functools.partial")
        return f"functools.partial({', '.join(given)})"

    def class_of(self, thing: type) -> str:
        """Define a class of ours; errors are those of Python."""
        if issubclass(thing, BaseException):
            bases = [base for base in thing.__mro__ if base.__module__ == "builtins"]
            return next(base.__name__ for base in bases if base is not object)
        if is_traced_class(thing):
            return "()"  # of which nothing is an instance
        try:
            refuse_library(thing, inspect.getfile(thing))
            text = textwrap.dedent(inspect.getsource(thing))
        except (OSError, TypeError):
            raise NotWritable(f"the class {thing.__name__} has no source") from None
        node = ast.parse(text).body[0]
        module = vars(sys.modules[thing.__module__])
        called = self.new_name(thing, thing.__name__)

        def outside(name: str) -> Any:
            return module[name] if name in module else getattr(builtins, name, MISSING)

        node.name = called  # type: ignore[attr-defined]
        self.add(called, node, outside)
        return called

    def function(self, thing: FunctionType, name: str, named: bool) -> str:
        """Define a function, under the name that it has or is to have."""
        refuse_library(thing, thing.__code__.co_filename)
        node = syntax_of(thing)
        shown = thing.__name__
        if node is None:
            raise NotWritable(f"{shown} has no source that could be read")
        if thing.__code__.co_flags & (inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR):
            raise NotWritable(f"{shown} is asynchronous")
        called = self.new_name(thing, name if named or shown == "<lambda>" else shown)
        self.add(called, self.definition(thing, node, called), functools.partial(meaning, thing))
        return called

    def definition(self, thing: FunctionType, node: Any, called: str) -> ast.FunctionDef:
        """Make the `def` of a function, with the defaults that it has."""
        if isinstance(node, ast.Lambda):
            text = f"def {called}(): pass"
            made: Any = ast.parse(text).body[0]
            made.args, made.body = copied(node).value.args, [ast.Return(copied(node.body).value)]
        else:
            made = copied(node)
            made.name, made.decorator_list = called, []
        defaults, named = thing.__defaults__ or (), thing.__kwdefaults__ or {}
        names = [arg.arg for arg in (*made.args.posonlyargs, *made.args.args)]
        of_defaults = zip(names[len(names) - len(defaults) :], defaults, strict=True)
        made.args.defaults = [self.kept(value, arg) for arg, value in of_defaults]
        made.args.kw_defaults = [
            self.kept(named[arg.arg], arg.arg) if arg.arg in named else None
            for arg in made.args.kwonlyargs
        ]
        return made

    def kept(self, value: Any, name: str) -> ast.expr:
        """Write a default so that it is not taken for names in the source."""
        return finished(self.expression(value, name))

    def add(self, called: str, node: Any, outside: Any) -> None:
        """Add a definition, below those of what it uses."""
        own = all_names(node)

        def written(thing: Any, name: str) -> ast.expr:
            found = self.expression(thing, name)
            root = ast.unparse(found).split(".")[0]
            return syntax(self.alias(root, own)) if root in own else found

        node = Names(outside, written).visit(node)
        self.parts[called] = ast.unparse(ast.fix_missing_locations(without_gaps(node)))

    def alias(self, root: str, own: set[str]) -> str:
        """Give another name to what is called as something else in a function."""
        name, n = f"{root}_2", 3
        while name in own or name in self.taken:
            name, n = f"{root}_{n}", n + 1
        self.taken.add(name)
        self.parts[name] = f"{name} = {root}"
        return name


def without_gaps(node: Any) -> Any:
    """Let blocks do nothing of which everything is left out."""
    part: Any
    for part in ast.walk(node):
        if getattr(part, "body", None) == []:
            part.body = [ast.Pass()]
    return node


def finished(node: ast.expr) -> ast.expr:
    """Mark syntax whose names are those of the text already."""
    node.finished = True  # type: ignore[attr-defined]
    return node


def refuse_library(thing: Any, file: str) -> None:
    """Refuse the text of libraries, of which only what is public may be used."""
    if is_foreign(file) and not file.startswith(OWN_FOLDER):
        raise NotWritable(
            f"it uses {thing.__module__}.{thing.__qualname__}, which NumPy and SciPy do not offer"
        )


def described(thing: Any) -> str:
    """Say what something is that cannot be written out."""
    if isinstance(thing, np.ndarray):
        return f"an array of {thing.size} numbers of dtype {thing.dtype}"
    if isinstance(thing, BuiltinFunctionType):
        return f"a function of {thing.__module__}, which has no public name"
    return f"an object of class {type(thing).__name__}"
