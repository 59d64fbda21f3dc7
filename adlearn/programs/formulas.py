"""A function of ours that is one expression, as that expression: with what its names mean in a file
that knows NumPy and nothing of ours."""

from __future__ import annotations

import ast
import builtins
import functools
import inspect
import linecache
import sys
from collections.abc import Callable, Iterable
from types import CodeType, FunctionType, ModuleType
from typing import Any

import numpy as np

from adlearn.programs.literals import literal
from adlearn.programs.public_names import public_path
from adlearn.rules.elementwise import where
from adlearn.tensors.primitive import ArrayPrimitive, Traced, array_of, is_traced, value_of

#: What each of our functions does with plain arrays, in NumPy's words.
ON_PLAIN_ARRAYS: dict[Any, Any] = {where: np.where, array_of: np.asarray}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)


@functools.lru_cache(64)
def functions_in(text: str) -> dict[int, list[Any]]:
    """List the functions in a file by the line that they begin in."""
    found: dict[int, list[Any]] = {}
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return found
    for node in ast.walk(tree):
        if isinstance(node, FUNCTIONS):
            lines = [node.lineno, *(d.lineno for d in getattr(node, "decorator_list", ()))]
            found.setdefault(min(lines), []).append(node)
    return found


def syntax_of(function: FunctionType) -> Any:
    """Find a function in its source; give None where there is none.

    Returns
    -------
    ast.FunctionDef or ast.Lambda or None
        Not a copy.
    """
    formula, code = getattr(function, "formula", None), function.__code__
    if formula is not None:
        letters = ", ".join(code.co_varnames[: code.co_argcount])
        return ast.parse(f"lambda {letters}: {formula}", mode="eval").body
    text = "".join(linecache.getlines(code.co_filename, function.__globals__))
    candidates = [
        node
        for node in functions_in(text).get(code.co_firstlineno, ())
        if getattr(node, "name", "<lambda>") == code.co_name
        and parameters(node) == letters_of(code)
    ]
    if len(candidates) > 1:  # several lambdas on a line
        whole = extent(code)
        candidates = [node for node in candidates if begins_and_ends(node.body) == whole]
    return candidates[0] if len(candidates) == 1 else None


def letters_of(code: CodeType) -> set[str]:
    """List the parameters of a code."""
    count = code.co_argcount + code.co_kwonlyargcount
    stars = bool(code.co_flags & inspect.CO_VARARGS) + bool(code.co_flags & inspect.CO_VARKEYWORDS)
    return set(code.co_varnames[: count + stars])


def parameters(node: Any) -> set[str]:
    """List the parameters of a function's syntax."""
    return {arg.arg for arg in ast.walk(node.args) if isinstance(arg, ast.arg)} - {
        arg.arg
        for inner in ast.walk(node.args)
        if isinstance(inner, ast.Lambda)
        for arg in ast.walk(inner.args)
        if isinstance(arg, ast.arg)
    }


def extent(code: CodeType) -> tuple[Any, Any]:
    """Say where what a code computes begins and ends."""
    spans = [s for s in code.co_positions() if None not in s and s[2:] != (0, 0)]
    return min((s[0], s[2]) for s in spans), max((s[1], s[3]) for s in spans)


def begins_and_ends(node: Any) -> tuple[Any, Any]:
    """Say the same of an expression."""
    return (node.lineno, node.col_offset), (node.end_lineno, node.end_col_offset)


def copied(node: Any) -> Any:
    """Give syntax that may be changed."""
    return ast.parse(ast.unparse(node)).body[0]


def expression_of(node: Any) -> ast.expr | None:
    """Give the one expression that a function returns, or None; a copy."""
    if isinstance(node, ast.Lambda):
        return copied(node.body).value
    body = without_docstring(node.body)
    if len(body) == 1 and isinstance(body[0], ast.Return) and body[0].value is not None:
        return copied(body[0].value).value
    return None


def without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    """Leave out what a function says of itself."""
    first = body[0]
    says = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return body[1:] if says else body


def known_to(function: FunctionType) -> dict[str, Any]:
    """Give what a function has kept from the one that made it."""
    cells = zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)
    kept = {}
    for name, cell in cells:
        try:
            kept[name] = cell.cell_contents
        except ValueError:  # it is not there yet
            continue
    return kept


MISSING = object()


def meaning(function: FunctionType, name: str) -> Any:
    """Give what a name that is not its own means in a function."""
    kept = known_to(function)
    if name in kept:
        return kept[name]
    if name in function.__globals__:
        return function.__globals__[name]
    return getattr(builtins, name, MISSING)


# Names in a text


class Names(ast.NodeTransformer):
    """Puts what they mean in the place of names that come from outside, and leaves out types.

    Attributes
    ----------
    outside : callable
        Gives the meaning of a name, or `MISSING`.
    written : callable
        Gives the syntax of a thing, with a name for it.
    scopes : list of (str, set of str)
        The names of each function or class that we are in.
    """

    def __init__(self, outside: Any, written: Callable[[Any, str], ast.expr]) -> None:
        self.outside, self.written = outside, written
        self.scopes: list[tuple[str, set[str]]] = []
        self.imported: dict[str, Any] = {}

    def visit(self, node: ast.AST) -> Any:
        return node if getattr(node, "finished", False) else super().visit(node)

    def is_own(self, name: str) -> bool:
        """Say whether a name is one of a function that we are in."""
        inner = self.scopes[-1:]
        seen = [names for kind, names in self.scopes if kind == "function"]
        return any(name in names for names in (*seen, *(names for _, names in inner)))

    def thing(self, node: ast.AST) -> Any:
        """Give what a name, or a name in a module, means outside; or `MISSING`."""
        if isinstance(node, ast.Name):
            if node.id in self.imported:
                return self.imported[node.id]
            return MISSING if self.is_own(node.id) else self.outside(node.id)
        if isinstance(node, ast.Attribute):
            module = self.thing(node.value)
            if isinstance(module, ModuleType):
                return getattr(module, node.attr, MISSING)
        return MISSING

    def visit_Name(self, node: ast.Name) -> Any:
        if not isinstance(node.ctx, ast.Load):
            return node
        if node.id not in self.imported and self.is_own(node.id):
            return node
        thing = self.thing(node)
        if thing is MISSING:
            raise NotWritable(f"its name {node.id} means nothing")
        return self.written(thing, node.id)

    def visit_Attribute(self, node: ast.Attribute) -> Any:
        module, thing = self.thing(node.value), self.thing(node)
        if thing is MISSING or isinstance(thing, ModuleType) or not is_ours(module):
            return self.generic_visit(node)  # in a module that a file can import
        return self.written(thing, node.attr)

    def visit_Call(self, node: ast.Call) -> Any:
        called = self.thing(node.func)
        if called is value_of and len(node.args) == 1:
            return self.visit(node.args[0])
        if called is is_traced:
            return ast.Constant(False)
        if called is isinstance and len(node.args) == 2:
            of = node.args[1].elts if isinstance(node.args[1], ast.Tuple) else [node.args[1]]
            plain = [one for one in of if not is_traced_class(self.thing(one))]
            if len(plain) < len(of):
                if not plain:
                    return ast.Constant(False)
                node.args[1] = plain[0] if len(plain) == 1 else ast.Tuple(plain, ast.Load())
        return self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> Any:
        test = truth_of(self.visit(node.test))
        if isinstance(test, ast.Constant):
            return self.visit(node.body if test.value else node.orelse)
        return ast.IfExp(test, self.visit(node.body), self.visit(node.orelse))

    def visit_If(self, node: ast.If) -> Any:
        test = truth_of(self.visit(node.test))
        if isinstance(test, ast.Constant):
            kept = node.body if test.value else node.orelse
            return self.statements(kept)
        return ast.If(test, self.statements(node.body), self.statements(node.orelse))

    def statements(self, body: list[ast.stmt]) -> list[ast.stmt]:
        """Visit statements."""
        found: list[ast.stmt] = []
        for statement in body:
            new = self.visit(statement)
            some = new if isinstance(new, list) else [new]
            found += [one for one in some if not isinstance(one, ast.Pass)]
            if found and isinstance(found[-1], (ast.Return, ast.Raise)):
                break
        return found or ([ast.Pass()] if body else [])

    # Types and imports are left out

    def visit_AnnAssign(self, node: ast.AnnAssign) -> Any:
        if node.value is None:
            return ast.Pass()
        return ast.Assign([self.visit(node.target)], self.visit(node.value), lineno=node.lineno)

    def visit_arg(self, node: ast.arg) -> Any:
        return ast.arg(node.arg)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> Any:
        if not (node.module or "").startswith("adlearn"):
            return node
        module = sys.modules.get(node.module or "")
        for alias in node.names:
            self.imported[alias.asname or alias.name] = getattr(module, alias.name, MISSING)
        return ast.Pass()

    def visit_Global(self, node: ast.Global) -> Any:
        raise NotWritable(f"it changes the global variable {node.names[0]}")

    # Scopes

    def visit_FunctionDef(self, node: ast.FunctionDef) -> Any:
        node.decorator_list = [self.visit(one) for one in node.decorator_list]
        self.defaults(node.args)
        node.returns = None
        self.scopes.append(("function", bound_in(node.body) | parameters(node)))
        node.args = self.only_names(node.args)
        node.body = self.statements(first_sentence(node.body))
        self.scopes.pop()
        return node

    def visit_Lambda(self, node: ast.Lambda) -> Any:
        self.defaults(node.args)
        self.scopes.append(("function", parameters(node)))
        node.body = self.visit(node.body)
        self.scopes.pop()
        return node

    def defaults(self, args: ast.arguments) -> None:
        """Visit the defaults, which belong to the outside."""
        args.defaults = [self.visit(one) for one in args.defaults]
        args.kw_defaults = [one and self.visit(one) for one in args.kw_defaults]

    def only_names(self, args: ast.arguments) -> ast.arguments:
        """Leave out types."""
        for arg in (*args.posonlyargs, *args.args, *args.kwonlyargs, args.vararg, args.kwarg):
            if arg is not None:
                arg.annotation = None
        return args

    def visit_ClassDef(self, node: ast.ClassDef) -> Any:
        node.decorator_list = [self.visit(one) for one in node.decorator_list]
        node.bases = [self.visit(one) for one in node.bases]
        self.scopes.append(("class", bound_in(node.body)))
        node.body = self.statements(first_sentence(node.body))
        self.scopes.pop()
        return node

    def comprehension(self, node: Any) -> Any:
        """Visit a comprehension, whose variables are its own."""
        targets = [one.target for one in node.generators]
        self.scopes.append(("function", bound_in(targets)))
        node = self.generic_visit(node)
        self.scopes.pop()
        return node

    visit_ListComp = visit_SetComp = visit_GeneratorExp = visit_DictComp = comprehension


def is_traced_class(thing: Any) -> bool:
    """Say whether something is a class of which no plain array is an instance."""
    return isinstance(thing, type) and issubclass(thing, Traced)


class NotWritable(Exception):
    """Why something cannot be written out."""


def truth_of(test: ast.expr) -> ast.expr:
    """Say of a condition that is known what it is."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        inner = truth_of(test.operand)
        if isinstance(inner, ast.Constant):
            return ast.Constant(not inner.value)
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        left, right, sign = test.left, test.comparators[0], test.ops[0]
        if isinstance(left, ast.Constant) and isinstance(right, ast.Constant):
            known = left.value == right.value
            if isinstance(sign, (ast.Eq, ast.NotEq)):
                return ast.Constant(known == isinstance(sign, ast.Eq))
    if isinstance(test, ast.BoolOp):
        decides = isinstance(test.op, ast.Or)
        open_ = [truth_of(one) for one in test.values]
        open_ = [one for one in open_ if not is_truth(one, not decides)]
        if not open_ or any(is_truth(one, decides) for one in open_):
            return ast.Constant(decides if open_ else not decides)
        return open_[0] if len(open_) == 1 else ast.BoolOp(test.op, open_)
    return test


def is_truth(test: ast.expr, value: bool) -> bool:
    return isinstance(test, ast.Constant) and test.value is value


def first_sentence(body: list[ast.stmt]) -> list[ast.stmt]:
    """Leave of a docstring what it says first."""
    first = body[0]
    if not (isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)):
        return body
    text = inspect.cleandoc(str(first.value.value)).split("\n\n")[0].replace("\n", "\n    ")
    return ([] if "adlearn" in text else [ast.Expr(ast.Constant(text))]) + body[1:]


def bound_in(nodes: Iterable[ast.AST]) -> set[str]:
    """List the names that statements give, without those inside of functions in them."""
    found: set[str] = set()
    todo = list(nodes)
    while todo:
        node = todo.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(node.name)
            continue
        if isinstance(node, (ast.Lambda, *COMPREHENSIONS)):
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            found |= {(one.asname or one.name).split(".")[0] for one in node.names}
        elif isinstance(node, ast.ExceptHandler) and node.name:
            found.add(node.name)
        todo += ast.iter_child_nodes(node)
    return found


def all_names(node: ast.AST) -> set[str]:
    """List every name that functions in a text have of their own."""
    return {
        name
        for inner in ast.walk(node)
        for name in (
            parameters(inner) | (set() if isinstance(inner, ast.Lambda) else bound_in(inner.body))
            if isinstance(inner, FUNCTIONS)
            else bound_in([one.target for one in inner.generators])
            if isinstance(inner, COMPREHENSIONS)
            else ()
        )
    }


def syntax(text: str) -> Any:
    """Read an expression."""
    return ast.parse(text, mode="eval").body


# One expression


def inlined(function: Any) -> tuple[inspect.Signature, ast.expr] | None:
    """Give a function that is one expression as that expression.

    Parameters
    ----------
    function : callable

    Returns
    -------
    (inspect.Signature, ast.expr) or None
        The names in the expression are parameters, `np`, `scipy`, `math`, ... and what Python has.
        None if it needs anything else, or is more than an expression.

    Examples
    --------
    >>> from adlearn.rules.shapes import triu_
    >>> signature, expression = inlined(triu_.fun)
    >>> ast.unparse(expression)
    'np.triu(x, k)'
    """
    if not isinstance(function, FunctionType):
        return None
    node = syntax_of(function)
    expression = expression_of(node) if node is not None else None
    if expression is None or any(isinstance(x, MAKES_NAMES) for x in ast.walk(expression)):
        return None
    names = Names(functools.partial(meaning, function), in_place)
    names.scopes.append(("function", parameters(node)))
    try:
        found = names.visit(expression)
    except NotWritable:
        return None
    if {"np", "scipy", "math"} & parameters(node):
        return None
    return inspect.signature(function, follow_wrapped=False), ast.fix_missing_locations(found)


#: What has names of its own, which those of an argument might be taken for.
MAKES_NAMES = (*COMPREHENSIONS, ast.Lambda, ast.NamedExpr, ast.Await, ast.Yield, ast.YieldFrom)


def in_place(thing: Any, name: str) -> ast.expr:
    """Write what needs no definition."""
    if isinstance(thing, ModuleType):
        return syntax(module_path(thing))
    thing = on_plain_arrays(thing)
    text = public_path(thing)
    if text is None and not callable(thing):
        text = literal(thing, lambda part: ast.unparse(in_place(part, name)))
    if text is None:
        raise NotWritable(f"{name} has to be defined")
    return syntax(text)


def on_plain_arrays(thing: Any) -> Any:
    """Give what does the same on plain arrays."""
    while isinstance(thing, ArrayPrimitive):
        thing = thing.fun
    try:
        return ON_PLAIN_ARRAYS.get(thing, thing)
    except TypeError:
        return thing


def is_ours(module: ModuleType) -> bool:
    """Say whether a module is none that every reader has."""
    return module.__name__.split(".")[0] not in ("numpy", "scipy", *sys.stdlib_module_names)


def module_path(module: ModuleType) -> str:
    """Write a module as it is called in a file."""
    name = module.__name__
    if is_ours(module):
        raise NotWritable(f"it uses the module {name}, which is neither NumPy's nor SciPy's")
    return "np" if name == "numpy" else name.replace("numpy.", "np.")
