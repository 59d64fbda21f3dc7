"""Mutants: the engine with one small mistake, made by rule.

`autograder.trial.mutants` makes every mistake that a student may make in a short answer, thousands
in a hundred lines. The engine is a hundred times as long, so here the mistakes are those that a
maintainer makes, and a sample of them is asked. Whether a mutant belongs to the sample depends on
its own key alone (file, function, text of the line, change): a change elsewhere moves nothing.

A change is a piece of text in the place of another, so every other line stays as it was.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
#: What is mutated. `scalars/written.py` is written by a program from the rule table, and a test
#: holds it against the table.
ENGINE = ("tensors", "derivatives", "rules", "checking")
SCALARS = "node operations operators functions reverse forward derivatives"

COMPARISONS: dict[type[ast.cmpop], tuple[str, ...]] = {
    ast.Eq: ("!=",),
    ast.NotEq: ("==",),
    ast.Lt: ("<=", ">="),
    ast.LtE: ("<", ">"),
    ast.Gt: (">=", "<="),
    ast.GtE: (">", "<"),
    ast.Is: ("is not",),
    ast.IsNot: ("is",),
    ast.In: ("not in",),
    ast.NotIn: ("in",),
}
ARITHMETIC: dict[type[ast.operator], tuple[str, str]] = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "/"),
    ast.Div: ("/", "*"),
    ast.FloorDiv: ("//", "*"),
    ast.Mod: ("%", "//"),
    ast.Pow: ("**", "*"),
    ast.BitAnd: ("&", "|"),
    ast.BitOr: ("|", "&"),
}
#: Operators whose operands cannot change places.
ORDERED = (ast.Sub, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.MatMult)
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
#: What makes a line of the rule table, and roots of the strings in it that are formulas.
TABLE = "elementwise"
FORMULA = (ast.BinOp, ast.UnaryOp, ast.Call, ast.Compare)
#: Functions that do not care for the order of their arguments.
SYMMETRIC = ("min", "max", "minimum", "maximum", "add", "multiply", "logical_and", "logical_or")
#: Keywords that only ask Python to be strict.
SILENT = ("strict", "stacklevel")
#: Assignments that hold names.
NAMES = ("__slots__", "__all__")


@dataclass(frozen=True, slots=True)
class Mutant:
    """One file of the engine with one mistake.

    Parameters
    ----------
    file : str
        Relative to the repository.
    what : str
        The mistake, unique within the file and without a line number:
        ``"Dual._apply | level = self._level | ..."``.
    lines : tuple of int
        First and last line of what is changed.
    start, end : int
        The bytes that are replaced.
    text : str
        What stands there instead.
    """

    file: str
    what: str
    lines: tuple[int, int]
    start: int
    end: int
    text: str

    @property
    def key(self) -> str:
        """What it is called everywhere."""
        return f"{self.file} | {self.what}"

    def of(self, source: bytes) -> bytes:
        """Make the mistake."""
        return source[: self.start] + self.text.encode() + source[self.end :]


def engine_files(root: Path = ROOT) -> list[str]:
    """List the files that are mutated."""
    found = [path for room in ENGINE for path in (root / "adlearn" / room).glob("*.py")]
    found += [root / "adlearn" / "scalars" / f"{name}.py" for name in SCALARS.split()]
    return sorted(path.relative_to(root).as_posix() for path in found)


def count(root: Path = ROOT) -> int:
    """Count all mutants, also the few that are no program or the same one."""
    return sum(len(mutants_of(file, (root / file).read_bytes())) for file in engine_files(root))


def fraction(text: str) -> float:
    """Draw a number from 0 to 1 that depends on a text only."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:7], "big") / 2**56


def sample(share: float, root: Path = ROOT) -> list[Mutant]:
    """Draw a share of all mutants of the engine, from each file in proportion to its size."""
    found = []
    for file in engine_files(root):
        source = (root / file).read_bytes()
        drawn = [m for m in mutants_of(file, source) if fraction(m.key) < share]
        found += [mutant for mutant in drawn if is_other_program(mutant, source)]
    return found


def is_other_program(mutant: Mutant, source: bytes) -> bool:
    """Say whether the mutant is a program, and another than the file itself."""
    try:
        tree = ast.parse(mutant.of(source))
        compile(tree, mutant.file, "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return ast.dump(tree) != ast.dump(ast.parse(source))


def mutants_of(file: str, source: bytes) -> list[Mutant]:
    """Make every mutant of one file.

    Examples
    --------
    >>> for mutant in mutants_of("f.py", b"def f(x):\\n    return x < 2\\n"):
    ...     print(mutant.what)
    f | return x < 2 | -> return None
    f | return x < 2 | x < 2 -> True
    f | return x < 2 | x < 2 -> False
    f | return x < 2 | < -> <=
    f | return x < 2 | < -> >=
    f | return x < 2 | 2 -> 3
    f | return x < 2 | 2 -> 1
    """
    return _Reading(file, source).mutants()


class _Reading:
    """One file, read from top to bottom."""

    def __init__(self, file: str, source: bytes) -> None:
        self.file, self.source = file, source
        self.starts = [0]
        for line in source.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))
        self.lines = source.decode().splitlines()
        self.shift = 0  # where a formula begins whose nodes count from 0

    def mutants(self) -> list[Mutant]:
        """Make all of them; changes of the same text on equal lines are counted."""
        found, taken = [], Counter[str]()
        for place, first, last, change in self.inside(ast.parse(self.source), ""):
            start, end, text, said = change
            line = " ".join(self.lines[first - 1].split())
            what = f"{place} | {line} | {said}"
            taken[what] += 1
            if taken[what] > 1:
                what += f" ({taken[what]})"
            found.append(Mutant(self.file, what, (first, last), start, end, text))
        return found

    # Places in the text

    def at(self, line: int, column: int) -> int:
        return self.shift + column if self.shift else self.starts[line - 1] + column

    def span(self, node: ast.expr | ast.stmt | ast.keyword) -> tuple[int, int]:
        assert node.end_lineno is not None and node.end_col_offset is not None
        start = self.at(node.lineno, node.col_offset)
        return start, self.at(node.end_lineno, node.end_col_offset)

    def text(self, node: ast.expr | ast.stmt | ast.keyword) -> str:
        start, end = self.span(node)
        return self.source[start:end].decode()

    def instead(self, node: ast.expr | ast.stmt, text: str) -> Change:
        return (*self.span(node), text, f"{short(self.text(node))} -> {short(text)}")

    # Down the tree

    def inside(self, node: ast.AST, place: str) -> Iterator[Found]:
        """Give the changes below a node, each with its function and its lines."""
        for child in self.children(node):
            where = place
            if isinstance(child, (*FUNCTION, ast.ClassDef)):
                where = f"{place}.{child.name}" if place else child.name
            if isinstance(child, ast.expr | ast.stmt):
                last = child.end_lineno or child.lineno
                if isinstance(child, ast.If | ast.While):
                    last = child.test.end_lineno or child.lineno
                for change in self.changes(child):
                    yield where or "module", child.lineno, last, change
                is_rule = isinstance(node, ast.Call) and ast.unparse(node.func) == TABLE
                if is_rule and isinstance(child, ast.Constant) and isinstance(child.value, str):
                    for change in self.in_formula(child):
                        yield where or "module", child.lineno, last, change
            if not isinstance(child, ast.Raise):
                yield from self.inside(child, where)

    def children(self, node: ast.AST) -> Iterator[ast.AST]:
        """What is a program below a node: no docstrings, annotations, decorators, texts."""
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns", "decorator_list", "type_comment"):
                continue
            for child in value if isinstance(value, list) else [value]:
                is_text = isinstance(child, ast.JoinedStr | ast.Import | ast.ImportFrom) or (
                    isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
                )
                names = isinstance(child, ast.Assign) and self.text(child).startswith(NAMES)
                silent = isinstance(child, ast.keyword) and child.arg in SILENT
                if isinstance(child, ast.AST) and not (is_text or names or silent):
                    yield child

    def in_formula(self, node: ast.Constant) -> Iterator[Change]:
        """Change a formula of the rule table: the string is read as an expression."""
        start, end = self.span(node)
        if self.shift or self.source[start + 1 : end - 1].decode() != node.value:
            return
        try:
            formula = ast.parse(node.value, mode="eval")
        except SyntaxError:
            return
        root = formula.body
        number = isinstance(root, ast.Constant) and isinstance(root.value, float)
        if not (isinstance(root, FORMULA) or number):
            return
        self.shift = start + 1
        for child in ast.walk(formula):
            if isinstance(child, ast.expr):
                for begin, stop, text, said in self.changes(child):
                    yield begin, stop, text, f"{node.value}: {said}"
        self.shift = 0

    # What can go wrong at one node

    def changes(self, node: ast.expr | ast.stmt) -> Iterator[Change]:
        """Give every small mistake that can be made at a node."""
        match node:
            case ast.Return(value=value) if value is not None and not is_none(value):
                yield (*self.span(node), "return None", "-> return None")
                if isinstance(value, ast.Compare | ast.BoolOp):
                    yield from (self.instead(value, text) for text in ("True", "False"))
            case ast.Expr(value=ast.Call()) | ast.AugAssign() | ast.Raise() | ast.Delete():
                yield (*self.span(node), "pass", f"without {short(self.text(node))}")
            case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
                yield (*self.span(node), "pass", f"without {short(self.text(node))}")
            case ast.Break():
                yield self.instead(node, "continue")
            case ast.Continue():
                yield self.instead(node, "pass")
            case ast.If(test=test) | ast.IfExp(test=test):
                yield from (self.instead(test, text) for text in ("True", "False"))
            case ast.While(test=test):
                yield self.instead(test, "False")
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                for test in (test for loop in node.generators for test in loop.ifs):
                    yield from (self.instead(test, text) for text in ("True", "False"))
            case ast.BoolOp(op=op, values=operands):
                neutral = "True" if isinstance(op, ast.And) else "False"
                yield from (self.instead(operand, neutral) for operand in operands)
                old, new = ("and", "or") if isinstance(op, ast.And) else ("or", "and")
                yield from self.between(operands[0], operands[1], old, new)
            case ast.UnaryOp(op=ast.Not() | ast.Invert(), operand=operand):
                yield self.instead(node, f"({self.text(operand)})")
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                yield self.instead(node, f"({self.text(operand)})")
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                for new in COMPARISONS[type(op)]:
                    yield from self.between(left, right, OLD[type(op)], new)
            case ast.BinOp(left=left, op=op, right=right):
                if type(op) in ARITHMETIC and not (is_one(right) and isinstance(op, ast.Mult)):
                    yield from self.between(left, right, *ARITHMETIC[type(op)])
                if isinstance(op, ORDERED):
                    start, end = self.span(left)[1], self.span(right)[0]
                    sign = self.source[start:end].decode().strip("() \n")
                    swapped = f"({self.bracketed(right)} {sign} {self.bracketed(left)})"
                    yield self.instead(node, swapped)
            case ast.Constant(value=bool() as value):
                yield self.instead(node, str(not value))
            case ast.Constant(value=int() as value):
                yield from (self.instead(node, f"{value + by}") for by in (1, -1))
            case ast.Constant(value=float() as value):
                yield self.instead(node, repr(2 * value or 1.0))
            case ast.Call():
                yield from self.arguments(node)
            case _:
                pass

    def bracketed(self, node: ast.expr) -> str:
        atom = isinstance(node, ast.Name | ast.Constant | ast.Call | ast.Attribute | ast.Subscript)
        return self.text(node) if atom else f"({self.text(node)})"

    def between(self, left: ast.expr, right: ast.expr, old: str, new: str) -> Iterator[Change]:
        """Put another operator between two operands."""
        start, end = self.span(left)[1], self.span(right)[0]
        pattern = rf"\b{old}\b" if old.isalpha() else re.escape(old).replace(r"\ ", r"\s+")
        found = re.search(pattern, self.source[start:end].decode())
        if found is not None:
            place = start + found.start()
            what = f"{old} -> {new}"
            if old in "+ - * / // % ** & | and or":
                what = f"{short(self.text(left))} {old} ... -> {new}"
            yield place, start + found.end(), new, what

    def arguments(self, node: ast.Call) -> Iterator[Change]:
        """Change places of neighbours, and leave out a keyword."""
        function, given = self.text(node.func), [self.text(a) for a in node.args]
        words = [self.text(k) for k in node.keywords]
        last = 0 if function.split(".")[-1] in SYMMETRIC else len(given) - 1
        for i in range(last):
            if not any(isinstance(a, ast.Starred) for a in node.args[i : i + 2]):
                swapped = [*given[:i], given[i + 1], given[i], *given[i + 2 :]]
                text = f"{function}({', '.join(swapped + words)})"
                yield (*self.span(node), text, f"{short(function)}({short(', '.join(swapped))})")
        for i, word in enumerate(node.keywords):
            if word.arg is not None and word.arg not in SILENT:
                text = f"{function}({', '.join(given + words[:i] + words[i + 1 :])})"
                yield (*self.span(node), text, f"{short(function)} without {short(words[i])}")


Change = tuple[int, int, str, str]
Found = tuple[str, int, int, Change]
OLD: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.In: "in",
    ast.NotIn: "not in",
}


def is_one(node: ast.expr) -> bool:
    """Say whether an expression is the number 1."""
    return isinstance(node, ast.Constant) and node.value == 1


def is_none(node: ast.expr) -> bool:
    """Say whether an expression is None."""
    return isinstance(node, ast.Constant) and node.value is None


def short(text: str, most: int = 60) -> str:
    """Put a text on one line, and shorten a long one in its middle."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 23]} ... {text[-18:]}"
