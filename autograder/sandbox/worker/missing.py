"""A line that imports what does not exist here costs that line, and not its cell.

Every import of a cell is guarded: where it fails, the names that it would have bound keep the
values that the notebook has for them, or get a `Missing` in their place. That may stand in type
hints and be a decorator, and `needle.Tensor` is the notebook's own `Tensor` where there is one.
It computes nothing: any other use of it is an error that names the line. So it is after a `try`,
too, whose handler goes on without the name.
"""

from __future__ import annotations

import ast
import builtins
import importlib
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NoReturn

#: Libraries that exist, and that an assignment has not allowed: they are refused, not skipped.
#: (`autograd` is not among them: that is how the file of an engine is often called, too.)
REFUSED = frozenset(
    (
        *("adlearn", "torch", "torchvision", "jax", "jaxlib", "flax", "optax", "equinox", "haiku"),
        *("tensorflow", "tf", "keras", "tinygrad", "mlx", "mxnet", "paddle", "chainer", "theano"),
        *("aesara", "pytensor", "casadi", "sympy", "numdifftools", "scipy", "sklearn", "cupy"),
        *("numba", "pandas", "micrograd", "minitorch", "dezero", "mygrad", "tangent"),
    )
)
#: The course's own modules, which a notebook stands for in which all of it is written.
OF_THE_NOTEBOOK = frozenset({"needle", "simple_ml"})
#: Libraries of these that the assignment has allowed after all: a name they lack is lacking.
_offered: set[str] = set()
#: What has another module's names.
_SAME_NAMES: Mapping[str, Any] = {"typing_extensions": vars(typing)}
_MISSING, _PLAIN = "<missing>", "<plain>"
_NOTHING = object()


def offer(packages: Iterable[str]) -> None:
    """Take note of the packages that the assignment allows, in this process for good."""
    _offered.update(packages)


class Replaced(ImportError):
    """A line imports what the notebook itself stands for."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a missing name was to come from.

    Parameters
    ----------
    path : str
        What is asked for, with the module's name and dots; a dot first if that is relative.
    line : int
        The line of its cell that imports it.
    statement : str
        That line.
    names : dict
        The notebook's names.
    """

    path: str
    line: int
    statement: str
    names: dict[str, Any]

    @property
    def refused(self) -> bool:
        """Whether it belongs to a library that exists, and is not allowed."""
        return self.path.partition(".")[0] in REFUSED - _offered

    def own(self, name: str) -> Any:
        """Give what the notebook itself calls so, or `_NOTHING`."""
        if self.refused:
            return _NOTHING
        other = _SAME_NAMES.get(self.path.partition(".")[0], {})
        found = self.names.get(name, other.get(name, _NOTHING))
        return _NOTHING if type(found) is Missing else found

    def refuse(self) -> NoReturn:
        """Raise the error about a use of it."""
        what = "does not exist here"
        if self.refused:
            why = "" if "adlearn" in _offered else " (in graded work the engine is your own)"
            what = f"may not be used{why}"
        raise ImportError(f"{self.path} {what}: line {self.line} imports it, `{self.statement}`")


class Missing:
    """Stands for a name that could not be imported, and computes nothing.

    Examples
    --------
    >>> ndl = Missing(Origin("needle", 1, "import needle as ndl", {"Tensor": list}))
    >>> ndl.Tensor, ndl.ops.Tensor
    (<class 'list'>, <class 'list'>)
    >>> ndl.log(2.0)
    Traceback (most recent call last):
    ...
    ImportError: needle.log does not exist here: line 1 imports it, `import needle as ndl`
    """

    __slots__ = ("__origin",)
    __array_ufunc__ = None

    def __init__(self, origin: Origin) -> None:
        self.__origin = origin

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        own = self.__origin.own(name)
        if own is not _NOTHING:
            return own
        return Missing(replace(self.__origin, path=f"{self.__origin.path}.{name}"))

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        own = self._own()
        if own is not _NOTHING:  # it was defined below the line that imports it
            return own(*args, **kwargs)
        about_types = all(isinstance(one, (str, type, Missing)) for one in args)
        if self.__origin.refused or not about_types:
            self.__origin.refuse()
        return self  # a decorator with arguments, perhaps

    def __getitem__(self, key: Any) -> Any:
        own = self._own()
        return self if own is _NOTHING else own[key]

    def __or__(self, other: Any) -> Missing:
        return self

    __ror__ = __or__

    def __mro_entries__(self, bases: Any) -> tuple[Any, ...]:
        own = self._own()
        if own is _NOTHING:
            self.__origin.refuse()
        return (own,)

    def __instancecheck__(self, instance: Any) -> bool:
        own = self._own()  # without one, there are no instances of it either
        return own is not _NOTHING and isinstance(instance, own)

    def __repr__(self) -> str:
        return f"<{self.__origin.path}, which does not exist here>"

    def _own(self) -> Any:
        return self.__origin.own(self.__origin.path.rpartition(".")[2])

    def _as_decorator(self) -> Any:
        own = self._own()
        if own is not _NOTHING:
            return own
        return self if self.__origin.refused else _unchanged

    def _refuse(self, *args: Any) -> NoReturn:
        self.__origin.refuse()


for _name in (
    *("add", "radd", "sub", "rsub", "mul", "rmul", "truediv", "rtruediv", "floordiv"),
    *("rfloordiv", "mod", "rmod", "pow", "rpow", "matmul", "rmatmul", "neg", "pos", "abs"),
    *("lt", "le", "gt", "ge", "bool", "float", "int", "index", "complex", "len", "iter"),
    *("next", "enter", "exit", "contains", "setitem", "array"),
):
    setattr(Missing, f"__{_name}__", Missing._refuse)


def _unchanged(function: Any) -> Any:
    return function


def _plain(decorator: Any) -> Any:
    """Give a decorator; in place of one that is missing, one that changes nothing."""
    return decorator._as_decorator() if type(decorator) is Missing else decorator


def guard(
    tree: ast.Module, namespace: dict[str, Any], lines: list[str]
) -> list[tuple[int, ImportError]]:
    """Guard a cell's imports.

    Parameters
    ----------
    tree : ast.Module
        The cell; it is changed.
    namespace : dict
        What it will run in.
    lines : list of str
        Its text.

    Returns
    -------
    list of (line, error)
        It is filled with the imports that fail, while the cell runs.
    """
    failed: list[tuple[int, ImportError]] = []
    if not any("import" in line or "@" in line for line in lines):
        return failed  # most cells have nothing to guard
    guarded = _Guard()
    guarded.visit(tree)
    ast.fix_missing_locations(tree)
    if guarded.imports:
        namespace[_MISSING] = _finder(namespace, lines, failed)
    if guarded.decorators:
        namespace[_PLAIN] = _plain
    return failed


def replaced_lines(failed: Sequence[tuple[int, ImportError]]) -> list[str]:
    """Say in one sentence which lines import what the notebook stands for; nothing if none does.

    Examples
    --------
    >>> replaced_lines([(6, Replaced("needle")), (9, ImportError("no"))])
    ['line 6 imports needle, which this notebook stands for: it is passed over and may be deleted']
    """
    found = [(line, str(error)) for line, error in failed if isinstance(error, Replaced)]
    if not found:
        return []
    lines = sorted({line for line, _ in found})
    modules = _listed(list(dict.fromkeys(module for _, module in found)))
    which = "which this notebook stands for"
    if len(lines) == 1:
        return [f"line {lines[0]} imports {modules}, {which}: it is passed over and may be deleted"]
    together = lines[-1] - lines[0] == len(lines) - 1
    said = f"{lines[0]} to {lines[-1]}" if together else _listed(list(map(str, lines)))
    return [f"lines {said} import {modules}, {which}: they are passed over and may be deleted"]


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def stands_for(module: str) -> bool:
    """Say whether a module is one that the notebook itself stands for."""
    return module.startswith(".") or not OF_THE_NOTEBOOK.isdisjoint(module.split("."))


def _finder(
    names: dict[str, Any], lines: list[str], failed: list[tuple[int, ImportError]]
) -> Callable[..., Any]:
    said: set[tuple[int, str]] = set()

    def missing(error: ImportError | None, line: int, module: str, name: str, bound: str) -> Any:
        """Give what a name is bound to whose import has failed; no error, nothing to be said."""
        if error is not None and stands_for(module):
            error = Replaced(module)
        if error is not None and (line, str(error)) not in said:
            said.add((line, str(error)))
            failed.append((line, error))
        statement = lines[line - 1].strip() if line <= len(lines) else f"import {module}"
        path = module if not name else f"{module}{'' if module.endswith('.') else '.'}{name}"
        origin = Origin(path, line, statement, names)
        for found in (names.get(bound, _NOTHING), getattr(builtins, bound, _NOTHING)):
            if found is not _NOTHING and type(found) is not Missing:
                return found
        if (np := _own_numpy(path, names)) is not _NOTHING:
            return np
        if path == "numpy.array_api":  # what it had, NumPy 2 has itself
            return importlib.import_module("numpy")
        if not name and "." in module and bound == module.partition(".")[0]:
            try:  # `import numpy.gone` binds numpy, which may be there
                return importlib.import_module(bound)
            except ImportError:
                return Missing(replace(origin, path=bound))
        own = origin.own(name) if name else _NOTHING
        return Missing(origin) if own is _NOTHING else own

    return missing


def _own_numpy(path: str, names: Mapping[str, Any]) -> Any:
    """Give the notebook's `np`, or a part of it, for a library's own NumPy; or `_NOTHING`."""
    part = part_of_own_numpy(path)
    if part is None or "np" not in names:
        return _NOTHING
    found = names["np"]
    for name in part:
        found = getattr(found, name, _NOTHING)
    return found


#: What a library calls its own copy of NumPy, in which functions can be differentiated.
OWN_NUMPY = ("numpy", "numpy_wrapper")


def part_of_own_numpy(path: str) -> list[str] | None:
    """Give the part of a library's own NumPy that a path means, name by name; None of any other.

    Examples
    --------
    >>> part_of_own_numpy("autograd.numpy.linalg"), part_of_own_numpy("autograd.numpy")
    (['linalg'], [])
    >>> part_of_own_numpy("autodidact.numpy.numpy_wrapper.exp")
    ['exp']
    >>> part_of_own_numpy("numpy.linalg"), part_of_own_numpy("torch.numpy")
    (None, None)
    """
    top, *rest = path.split(".")
    places = [place for place, part in enumerate(rest) if part in OWN_NUMPY]
    if top in REFUSED or top == "numpy" or not places:
        return None
    return rest[places[-1] + 1 :]


class _Guard(ast.NodeTransformer):
    """Guards each import and each decorator.

    Where a `try` waits for the error, it gets it, and what is not bound after it is imported then.
    """

    imports = decorators = False

    def visit_Import(self, node: ast.Import) -> list[ast.stmt]:
        return [self._guarded(*one) for one in _parts(node)]

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.stmt | list[ast.stmt]:
        if node.module == "__future__":
            return node
        return [self._guarded(*one) for one in _parts(node)]

    def visit_Try(self, node: Any) -> Any:
        if node.handlers:
            body, node.body = node.body, []
            self.generic_visit(node)
            node.body = body
            return [node, *self._bound_after(body)]
        return self.generic_visit(node)

    visit_TryStar = visit_Try

    def visit_FunctionDef(self, node: Any) -> Any:
        self.generic_visit(node)
        node.decorator_list = [
            ast.copy_location(ast.Call(ast.Name(_PLAIN, ast.Load()), [one], []), one)
            for one in node.decorator_list
        ]
        self.decorators |= bool(node.decorator_list)
        return node

    visit_AsyncFunctionDef = visit_ClassDef = visit_FunctionDef

    def _bound_after(self, body: list[ast.stmt]) -> Iterator[ast.stmt]:
        """Give what binds the names that a `try` was to import, and that its handlers do not."""
        for node in _imports_in(body):
            for one, line, module, name, bound in _parts(node):
                if name != "*":
                    late = self._guarded(one, line, module, name, bound, said=False)
                    load = ast.Expr(ast.Name(bound, ast.Load()))
                    handler = ast.ExceptHandler(ast.Name("NameError", ast.Load()), None, [late])
                    yield ast.copy_location(ast.Try([load], [handler], [], []), node)

    def _guarded(
        self, node: ast.stmt, line: int, module: str, name: str, bound: str, said: bool = True
    ) -> ast.stmt:
        self.imports = True
        constants: list[ast.expr] = [ast.Constant(one) for one in (line, module, name, bound)]
        error = ast.Name("<error>", ast.Load()) if said else ast.Constant(None)
        value = ast.Call(ast.Name(_MISSING, ast.Load()), [error, *constants], [])
        bind = ast.Expr(value) if name == "*" else ast.Assign([ast.Name(bound, ast.Store())], value)
        handler = ast.ExceptHandler(ast.Name("ImportError", ast.Load()), "<error>", [bind])
        return ast.copy_location(ast.Try([node], [handler], [], []), node)


#: One name of an import, alone: the statement, its line, the module, the name, and what it binds.
_Part = tuple[ast.stmt, int, str, str, str]


def _parts(node: ast.Import | ast.ImportFrom) -> Iterator[_Part]:
    for one in node.names:
        line, bound = node.lineno, one.asname or one.name
        if isinstance(node, ast.Import):
            alone: ast.stmt = ast.Import([one])
            part = line, one.name, "", one.asname or one.name.partition(".")[0]
        else:
            alone = ast.ImportFrom(node.module, [one], node.level)
            part = line, "." * node.level + (node.module or ""), one.name, bound
        yield ast.copy_location(alone, node), *part


def _imports_in(nodes: Iterable[ast.AST]) -> Iterator[ast.Import | ast.ImportFrom]:
    """Give the imports that run with a block: none of a function or a class in it."""
    for node in nodes:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield node
        elif not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.expr)):
            yield from _imports_in(ast.iter_child_nodes(node))
