"""Mutants: the reference answers with one small mistake each, made by rule.

Every mutant that all checks let pass is either a gap in the checks or no mistake at all. The second
kind is listed in the assignment's ``equivalent.toml``, each with the reason why nobody could tell.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from autograder.pack import Assignment
from autograder.parts import asked_in

Edit = tuple[str, ast.AST]

_OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Pow, ast.Mod)

#: Name to names that stand in its place by mistake, as an assignment lists them.
Confused = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Mutant:
    """One reference answer with one mistake.

    Parameters
    ----------
    cell, question : str
        The answer it stands in for.
    what : str
        The mistake, unique within the cell: ``"func: a * b -> a + b"``.
    source : str
        The cell's text.
    """

    cell: str
    question: str
    what: str
    source: str


def mutants(assignment: Assignment) -> list[Mutant]:
    """Make every mutant of every reference answer, each text once.

    Examples
    --------
    >>> found = mutants_of("def double(x):\\n    return 2 * x")
    >>> found["double: 2 * x -> 2 + x"]
    'def double(x):\\n    return 2 + x'
    """
    return [
        Mutant(cell.id, asked_in(cell, what.partition(":")[0].rpartition(".")[2]), what, source)
        for cell in assignment.cells
        if cell.role == "answer"
        for what, source in mutants_of(cell.source, assignment.confused).items()
    ]


def mutants_of(source: str, confused: Confused | None = None) -> dict[str, str]:
    """Give what was changed, and the changed text, for every mutant of one text.

    Parameters
    ----------
    source : str
    confused : mapping, optional
        Attribute to the attributes that it is taken for; see `autograder.pack.Assignment`.
    """
    tree = ast.parse(source)
    found: dict[str, str] = {}
    texts = {ast.unparse(tree)}
    for place, function in _functions(tree):
        for node in ast.walk(function):
            for what, new in _edits(node, function, confused or {}):
                text = ast.unparse(ast.fix_missing_locations(_replaced(tree, node, new)))
                if text in texts or not _compiles(text):
                    continue
                texts.add(text)
                found[_unused(f"{place}: {what}", found)] = text
    return found


#: What is changed as one: a function, or a call that registers rules and has them as lambdas.
Whole = ast.FunctionDef | ast.Call


def _functions(tree: ast.Module) -> Iterator[tuple[str, Whole]]:
    """The functions of a cell, methods too; what is nested belongs to its outermost function.

    So are calls with lambdas, as they stand in a table of rules:

    >>> [name for name, _ in _functions(ast.parse("defvjp(exp, lambda g, ans, x: g * ans)"))]
    ['defvjp(exp)']
    """
    for statement in tree.body:
        call = statement.value if isinstance(statement, ast.Expr) else None
        lambdas = [n for n in ast.walk(statement) if isinstance(n, ast.Lambda)]
        if isinstance(call, ast.Call) and call.args and lambdas:
            yield f"{ast.unparse(call.func)}({ast.unparse(call.args[0])})", call
        if isinstance(statement, ast.FunctionDef):
            yield statement.name, statement
        elif isinstance(statement, ast.ClassDef):
            yield from ((s.name, s) for s in statement.body if isinstance(s, ast.FunctionDef))


def _unused(what: str, taken: dict[str, str]) -> str:
    name, count = what, 1
    while name in taken:
        count += 1
        name = f"{what} ({count})"
    return name


def _compiles(text: str) -> bool:
    try:
        compile(text, "<mutant>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True


class _Replace(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        """Put the new node where the old one stands."""
        return self.new if node is self.old else self.generic_visit(node)


def _replaced(tree: ast.AST, old: ast.AST, new: ast.AST) -> ast.AST:
    """A copy of the tree with one node replaced."""
    memo: dict[int, object] = {}
    whole = copy.deepcopy(tree, memo)
    target = memo[id(old)]
    assert isinstance(target, ast.AST)
    return _Replace(target, copy.deepcopy(new)).visit(whole)


def _edits(node: ast.AST, function: Whole, confused: Confused) -> Iterator[Edit]:
    """Every small mistake that can be made at one node: what it is, and the node instead."""
    if isinstance(node, ast.expr):
        before = ast.unparse(node)
        for new in _expressions(node, function, confused):
            yield f"{before} -> {ast.unparse(new)}", new
    if isinstance(node, ast.FunctionDef | ast.For | ast.If):
        yield from _statements(node)
    if isinstance(node, ast.FunctionDef):
        yield from _domains(node)
    if isinstance(node, ast.For):
        yield from _loops(node)


def _expressions(node: ast.expr, function: Whole, confused: Confused) -> Iterator[ast.expr]:
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            kinds = (kind for kind in _OPERATORS if not isinstance(op, kind))
            yield from (ast.BinOp(left, kind(), right) for kind in kinds)
            yield ast.BinOp(right, op, left)
            yield from (left, right)
            yield from (_call("abs", node), _negated(node))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            yield operand
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            others = (0.0, 1.0, 2.0, -value, 1.01 * value)
            yield from (ast.Constant(other) for other in others if other != value)
        case ast.Tuple(elts=elements, ctx=ast.Load()) if elements:
            yield ast.Tuple(elements[::-1], ast.Load())
            yield ast.Tuple([elements[0]] * len(elements), ast.Load())
            yield ast.Tuple([elements[-1]] * len(elements), ast.Load())
            for index in range(len(elements)):
                kept = [e for i, e in enumerate(elements) if i != index]
                yield ast.Tuple(kept, ast.Load())
                changed = [_negated(e) if i == index else e for i, e in enumerate(elements)]
                yield ast.Tuple(changed, ast.Load())
        case ast.BoolOp(op=op, values=operands):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), operands)
            yield from operands
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            opposite = ast.In() if isinstance(op, ast.NotIn) else ast.NotIn()
            yield ast.Compare(left, [opposite], [right])
        case ast.Call():
            yield from _calls(node, confused)
        case ast.Attribute(value=value, attr=name, ctx=ast.Load()):
            for instead in confused.get(name, ()):
                yield ast.Attribute(value, instead, ast.Load())
        case ast.Subscript(value=value, slice=index, ctx=ast.Load()):
            yield value
            yield ast.Subscript(value, ast.UnaryOp(ast.USub(), index), ast.Load())
        case ast.Name(id=name, ctx=ast.Load()) if name in _names(function):
            yield from (ast.Name(o, ast.Load()) for o in _names(function) if o != name)
        case ast.ListComp(elt=element, generators=[loop]):
            shorter = ast.comprehension(loop.target, _sliced(loop.iter, "[1:]"), loop.ifs, 0)
            backwards = ast.comprehension(loop.target, _sliced(loop.iter, "[::-1]"), loop.ifs, 0)
            yield ast.ListComp(element, [shorter])
            yield ast.ListComp(element, [backwards])


def _calls(node: ast.Call, confused: Confused) -> Iterator[ast.expr]:
    if len(node.args) == 1 and not isinstance(node.args[0], ast.Starred):
        yield node.args[0]
    if len(node.args) > 1:
        yield ast.Call(node.func, node.args[::-1], node.keywords)
        for index in range(len(node.args)):
            kept = [a for i, a in enumerate(node.args) if i != index]
            yield ast.Call(node.func, kept, node.keywords)
    for index in range(len(node.keywords)):
        kept_words = [k for i, k in enumerate(node.keywords) if i != index]
        yield ast.Call(node.func, node.args, kept_words)
    if isinstance(node.func, ast.Attribute) and node.func.attr in confused:
        yield _call("abs", node)
        yield _negated(node)
    if isinstance(node.func, ast.Name) and node.func.id == "float":
        yield ast.Call(ast.Name("int", ast.Load()), node.args, [])
        yield ast.Call(ast.Name("round", ast.Load()), node.args, [])


def _statements(node: ast.FunctionDef | ast.For | ast.If) -> Iterator[Edit]:
    body = node.body
    for index, statement in enumerate(body):
        text = ast.unparse(statement).splitlines()[0]
        if _is_docstring(statement):
            continue
        without = [s for i, s in enumerate(body) if i != index]
        yield f"without {text!r}", _with_body(node, without or [ast.Pass()])
        if isinstance(statement, ast.Expr | ast.For):
            twice = body[:index] + [statement, statement] + body[index + 1 :]
            yield f"twice {text!r}", _with_body(node, twice)
        if index + 1 < len(body):
            swapped = body[:index] + [body[index + 1], statement] + body[index + 2 :]
            yield f"{text!r} one line later", _with_body(node, swapped)
    if isinstance(node, ast.If):
        for value in (True, False):
            yield (
                f"if {ast.unparse(node.test)} -> if {value}",
                ast.If(ast.Constant(value), node.body, node.orelse),
            )
        negated = ast.UnaryOp(ast.Not(), node.test)
        yield (
            f"if {ast.unparse(node.test)} -> if not",
            ast.If(negated, node.body, node.orelse),
        )


def _domains(node: ast.FunctionDef) -> Iterator[Edit]:
    """Right almost everywhere: other numbers for some arguments of an operation."""
    first, *numbers = [argument.arg for argument in node.args.args] or [""]
    used = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
    if first != "self" or not set(numbers) <= {"a", "b"} & used:
        return
    lines = [
        text.format(n=n)
        for n in numbers
        for text in (
            "if {n} < 0: {n} = -{n}",
            "if {n} == 0: {n} = 1.0",
            "if abs({n}) > 3: {n} = 3.0",
            "if {n} == int({n}): {n} = {n} + 1.0",
            "if {n} != int({n}): {n} = float(int({n}))",
            "{n} = round({n}, 2)",
        )
    ]
    if len(numbers) == 2:
        lines += ["if a == b: b = 2 * b", "if a > b: a, b = b, a", "if a * b < 0: b = -b"]
    for line in lines:
        extra = ast.parse(line).body
        body = list(node.body)
        start = 1 if _is_docstring(body[0]) else 0
        yield f"with {line!r} first", _with_body(node, body[:start] + extra + body[start:])


def _loops(node: ast.For) -> Iterator[Edit]:
    for part in ("[:1]", "[1:]", "[:-1]", "[::-1]"):
        loop = ast.For(node.target, _sliced(node.iter, part), node.body, node.orelse)
        yield f"for ... in {ast.unparse(node.iter)} -> list(...){part}", loop


def _with_body(node: ast.FunctionDef | ast.For | ast.If, body: list[ast.stmt]) -> ast.AST:
    changed = copy.copy(node)
    changed.body = body
    return changed


def _is_docstring(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _names(function: Whole) -> list[str]:
    """The arguments and variables of a function, in order."""
    stored = (
        n.arg if isinstance(n, ast.arg) else n.id
        for n in ast.walk(function)
        if isinstance(n, ast.arg) or (isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))
    )
    return list(dict.fromkeys(stored))


def _call(name: str, argument: ast.expr) -> ast.expr:
    return ast.Call(ast.Name(name, ast.Load()), [argument], [])


def _negated(node: ast.expr) -> ast.expr:
    return ast.UnaryOp(ast.USub(), node)


def _sliced(node: ast.expr, part: str) -> ast.expr:
    sliced = ast.parse(f"list(x){part}", mode="eval").body
    assert isinstance(sliced, ast.Subscript) and isinstance(sliced.value, ast.Call)
    sliced.value.args = [node]
    return sliced
