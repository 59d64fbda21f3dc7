"""Whoever reads a page by its signs alone gets the numbers of the program: no two values have one
name, and every formula is what its brackets say."""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest
from rule_promises import sample

import adlearn as ad
from adlearn.programs.expressions import Latex, Style, labels
from adlearn.programs.filled import Filled, FilledLatex
from adlearn.programs.notation import page_of

sys.path.append(str(Path(__file__).parent))
import programs_of_seeds  # noqa: E402
import test_graphs  # noqa: E402
from test_rules_as_programs import table  # noqa: E402

# A reader who knows signs and nothing else

#: What signs of a page are for the reader.
SIGNS = {
    **{r"\,": "*", r"\cdot": "*", "·": "*", "−": "-", r"\left(": "(", r"\right)": ")"},
    **{r"\le": "≤", r"\ge": "≥", r"\wedge": "&", r"\left[": "[", r"\right]": "]"},
}
SIGN = re.compile(r"\\left.|\\right.|\\(?:frac|sqrt|cdot|le|ge|wedge)(?![a-z])|\\,|==|[^\w\s\\]|²")
NUMBER = re.compile(r"\d+(?:\.\d*)?(?:e[+−-]?\d+)?")
WORD = re.compile("[a-zA-Z](?:[a-zA-Z0-9\u0305\u033f]|_(?!{))*|\\\\[a-z]+")
COMPARISONS = {"≤": np.less_equal, "≥": np.greater_equal, "<": np.less, ">": np.greater}
COMPARISONS["=="] = np.equal
FUNCTIONS = {
    name: getattr(np, name)
    for name in ["sin", "cos", "exp", "tanh", "log", "sqrt", "maximum", "where", "sign", "absolute"]
}


def tokens_of(text):
    """Take a text apart into signs, numbers and names; a name of LaTeX has groups."""
    place = 0
    while place < len(text):
        if text[place] == " ":
            place += 1
            continue
        kinds = {"number": NUMBER, "sign": SIGN, "name": WORD}
        kind, found = next((k, m) for k, form in kinds.items() if (m := form.match(text, place)))
        start, place = place, found.end()
        if kind == "name":
            if text[start] == "\\" and text.startswith("{", place):
                place = after_group(text, place)
            if text.startswith("_{", place):
                place = after_group(text, place + 1)
        yield kind, text[start:place]
    yield "end", ""


def after_group(text, place):
    depth = 0
    for i in range(place, len(text)):
        depth += (text[i] == "{" and text[i - 1] != "\\") - (text[i] == "}")
        if not depth:
            return i + 1
    raise AssertionError(f"a group without an end: {text}")


class Reader:
    """Computes what a text says. A minus stands at the beginning or between two, never behind a
    sign."""

    def __init__(self, text, values):
        self.values = values
        self.tokens = []
        for kind, token in tokens_of(text):
            if token == "²":
                self.tokens += [("sign", "^"), ("number", "2")]
            else:
                self.tokens.append((kind, SIGNS.get(token, token)))

    @classmethod
    def read(cls, text, values):
        self = cls(text, values)
        value = self.compared()
        assert self.tokens[0][0] == "end", (text, self.tokens)
        return value

    def take(self, *signs):
        """Take the next token, if it is one of these."""
        if self.tokens[0][0] == "sign" and self.tokens[0][1] in signs:
            return self.tokens.pop(0)[1]
        return None

    def expect(self, sign):
        assert self.take(sign), (sign, self.tokens)

    def compared(self):
        value = self.comparison()
        while self.take("&"):
            value = value & self.comparison()
        return value

    def comparison(self):
        value = self.sum()
        for sign, compare in COMPARISONS.items():
            if self.take(sign):
                return compare(value, self.sum())
        return value

    def sum(self):
        value = -self.product() if self.take("-") else self.product()
        while sign := self.take("+", "-"):
            value = value + self.product() if sign == "+" else value - self.product()
        return value

    def product(self):
        value = self.power()
        while sign := self.take("*", "/"):
            value = value * self.power() if sign == "*" else value / self.power()
        return value

    def power(self):
        value = self.one()
        if self.take("^"):
            value = value ** self.one()
            assert not self.take("^"), "a power of a power without brackets"
        return value

    def group(self):
        self.expect("{")
        value = self.compared()
        self.expect("}")
        return value

    def one(self):
        if self.take("("):
            value = self.compared()
            self.expect(")")
            return value
        if self.take("["):
            left = self.sum()
            self.expect("=")
            value = left == self.sum()
            self.expect("]")
            return value
        if self.take(r"\frac"):
            return self.group() / self.group()
        if self.take(r"\sqrt"):
            return np.sqrt(self.group())
        if self.tokens[0] == ("sign", "{"):
            return self.group()
        kind, text = self.tokens.pop(0)
        assert kind in ("name", "number"), (text, self.tokens)
        if kind == "number":
            return float(text.replace("−", "-"))
        if self.tokens[0] == ("sign", "(") and text not in self.values:
            return self.called(text)
        constants = {"True": True, "False": False}
        plain = re.sub(r"\\mathrm\{(\w+)\}", r"\1", text)
        return constants[plain] if plain in constants else self.values[text]

    def called(self, name):
        self.expect("(")
        arguments = [self.compared()]
        while self.take(","):
            arguments.append(self.compared())
        self.expect(")")
        return FUNCTIONS[re.sub(r"\\mathrm\{(\w+)\}", r"\1", name).lstrip("\\")](*arguments)


def test_the_reader_reads():
    x = {"x": 2.0, "x\u0305": 5.0, r"\overline{x}": 7.0, r"\overline{t_{1}}": 3.0}
    assert Reader.read("−x² · 3 + x\u0305 / (x − 3)", x) == -17.0
    assert Reader.read(r"-\frac{x}{4} \, {x}^{3} - \overline{x} \, \overline{t_{1}}", x) == -25.0
    with pytest.raises(AssertionError):
        Reader.read("x · −x", x)
    with pytest.raises(AssertionError):
        Reader.read(r"\overline{x} \, -x", x)


# Programs made at random, of names that may be taken for each other

NAMES = ["c", "c_bar", "t1", "t_1", "t2", "x_", "L", "L_bar", "x_bar", "h_2", "h2", "h_2_bar", "h"]
FORMS = [
    *(
        "{} - ({} - {})",
        "{} * -{} + {}",
        "-({} + {}) * {}",
        "{} / ({} * {} + 9.0)",
        "-{} * {} - {}",
    ),
    *("({} * {}) ** 2 * {}", "(-{}) ** 3 - {} * {}", "({} - {}) ** 2 / (1.0 + {} ** 2)"),
    *("np.sin({} - -{}) * {}", "np.cos({}) * np.tanh({} * {})", "2.0 ** -{} * {} - {}"),
    *("({} + {}) * ({} - 3.0)", "np.exp(-{} ** 2) + {} * {}", "1e-05 * {} - {} / ({} ** 2 + 2.0)"),
    *("np.sqrt({} ** 2 + 1.0) - np.maximum({}, {})", "-(-{}) - (-{} + {})"),
]


def at_random(seed, folder):
    """Write a function of two numbers to a file, and import it."""
    rng = np.random.default_rng(seed)
    known, lines = ["x", "y"], []
    for _ in range(rng.integers(2, 7)):
        lines.append(f"    {(name := str(rng.choice(NAMES)))} = {formula(rng, known)}")
        known.append(name)
    lines.append(f"    return {formula(rng, known[-3:])}")
    path = folder / f"at_random_{seed}.py"
    path.write_text("import numpy as np\ndef f(x, y):\n" + "\n".join(lines) + "\n")
    specification = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module.f


def formula(rng, known):
    return str(rng.choice(FORMS)).format(*rng.choice(known, 3))


SEEDS = range(60)
#: What a reader and a walk make of one function.
DERIVATIVES = [
    lambda f: f,
    lambda f: ad.grad(f, (0, 1)),
    lambda f: ad.value_and_grad(f, (0, 1)),
    lambda f: ad.grad(ad.grad(f)),
]
EXAMPLES = [
    *((f, args[0]) for f, args in programs_of_seeds.PROGRAMS.values()),
    *test_graphs.PROGRAMS.values(),
    (ad.grad(lambda x, y: np.sin(x) * np.cos(y), (0, 1)), (1.0, 2.0)),
    (ad.grad(lambda t1: np.sin(t1) * np.cos(t1)), (1.0,)),
    (ad.grad(ad.grad(ad.grad(lambda x: np.sin(x) ** 3))), (1.0,)),
]


def pages(program):
    """Give a program's page in both notations, with what its inputs are called."""
    for style in (Style(), Latex()):
        page = page_of(program._told, program._names, style)
        inputs = [program._names[given.var] for given in program._told.inputs]
        yield page, list(labels(inputs, style).values())


def assert_each_name_is_of_one_value(program):
    for page, inputs in pages(program):
        names = [*inputs, *(row.name for row in (*page.forward, *page.reverse))]
        assert len({*names}) == len(names), names
    given = [names for names in assigned_in(program.source) if "np.float64" not in names[1]]
    assert len({name for name, _ in given}) == len(given), program.source
    listing = program.graph.listing
    names = [row.name for row in (*listing.forward, *listing.reverse)]
    assert len({*names}) == len(names), names


def assigned_in(source):
    """List the names that a file gives, with what to."""
    function = ast.parse(source).body[-1]
    for line in function.body:
        if isinstance(line, ast.Assign):
            for target in line.targets:
                for name in ast.walk(target):
                    if isinstance(name, ast.Name):
                        yield name.id, ast.unparse(line.value)


def same(found, expected):
    np.testing.assert_allclose(found, np.asarray(expected, float), rtol=1e-4, atol=1e-9)


def assert_reads_as_it_runs(program, args):
    """Each line, read from the lines above it, has the value that the program computed."""
    for page, inputs in pages(program):
        values = dict(zip(inputs, args, strict=True))
        for row in (*page.forward, *page.reverse):
            values[row.name] = Reader.read(row.right, values)
            if row.var is not None and row.var in program._told.examples:
                same(values[row.name], program._told.examples[row.var])
    return values


@pytest.mark.filterwarnings("ignore::adlearn.errors.IndependentOutputWarning")
@pytest.mark.parametrize("seed", SEEDS)
def test_a_page_is_read_as_its_program_runs(seed, tmp_path):
    f = at_random(seed, tmp_path)
    point = tuple(np.random.default_rng(seed).uniform(0.4, 1.3, 2))
    with np.errstate(all="ignore"):
        for derivative in DERIVATIVES:
            program = ad.program(derivative(f))(*map(float, point))
            assert_each_name_is_of_one_value(program)
            assert_reads_as_it_runs(program, point)
        program = ad.program(ad.grad(f, (0, 1)))(*map(float, point))
        bars = [w for w in page_of(program._told, program._names, Latex()).reverse]
        values = assert_reads_as_it_runs(program, point)
        found = {w.of: values[w.name] for w in bars}
        for given, expected in zip(program._told.inputs, program(*map(float, point)), strict=True):
            if given.var in found:
                same(found[given.var], expected)


@pytest.mark.parametrize("f, args", EXAMPLES)
def test_no_two_values_have_one_name(f, args):
    assert_each_name_is_of_one_value(ad.program(f)(*args))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_rows_of_a_derivation_are_read_as_what_they_are(seed, tmp_path):
    f = at_random(seed, tmp_path)
    point = tuple(map(float, np.random.default_rng(seed).uniform(0.4, 1.3, 2)))
    table = ad.derivation(f)(*point)
    for style, filled in ((Style(), Filled), (Latex(), FilledLatex)):
        names = table._worked.labels(style)
        assert len({*names.values()}) == len(names)
        values = {names["x"]: point[0], names["y"]: point[1]}
        for row in table._worked.rows(style, filled):
            values[names[row.name]] = Reader.read(row.formula, values)
            same(values[names[row.name]], row.value)
            found = Reader.read(row.numbers, {})
            np.testing.assert_allclose(found, row.value, rtol=2e-2, atol=1e-3)


# What functions and their arguments are called


def test_functions_of_every_rule_have_the_names_of_their_field():
    """And what says nothing, an argument that is its default, is left out."""
    wrong = []
    for row in (*table("test_array_rules"), *table("test_scipy_rules")):
        function, f, domains = getattr(row, "values", row)
        points, _, _ = sample(domains, function.__name__)

        def slopes(*xs, f=f):
            return ad.vjp(f, *xs)[1](f(*xs))

        for asked in (f, slopes):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                try:
                    program = ad.program(asked)(*points)
                except Exception:  # no program, or no derivative
                    continue
            for page, _ in pages(program):
                text = "\n".join(line.right for line in (*page.forward, *page.reverse))
                said = re.sub(
                    r"[\[(][^\[\]()]*(:|\.\.\.|Ellipsis)[^\[\]()]*[\])]", "", text
                )  # indices
                nameless = re.search(r"\b(fun|f|function)(\}?\\left)?\(|lambda|_fun", said)
                usual = re.search(r"(?<!=), (None|\\mathrm\{None\})", said)
                if nameless or usual:
                    wrong.append((function.__name__, text))
    assert not wrong, wrong[:5]


@pytest.mark.parametrize(
    ("f", "line"),
    [
        (lambda x: np.max(x), "max(x)"),
        (lambda x: np.min(x, axis=0), "min(x, axis=0)"),
        (lambda x: np.max(x, 1, keepdims=True), "max(x, axis=1, keepdims=True)"),
        (lambda x: np.quantile(x, 0.5), "quantile(x, 0.5)"),
        (lambda x: np.transpose(x), "xᵀ"),
        (lambda x: np.sum(x, axis=-1), "sum(x, axis=−1)"),
        (lambda x: np.flip(x), "flip(x)"),
        (lambda x: np.cumsum(x, 1), "cumsum(x, axis=1)"),
        (lambda x: np.linalg.norm(x, axis=1), "norm(x, axis=1)"),
        (lambda x: np.fft.fft(x), "fft(x)"),
        (lambda x: np.add.reduce(x), "add.reduce(x)"),
        (lambda x: x == 1.0, "x == 1"),
        (lambda x: x**2, "x²"),
    ],
)
def test_arguments_have_names_and_defaults_are_left_out(f, line):
    program = ad.program(lambda x: 1.0 * f(x))(np.array([[1.0, 2.0], [3.0, 5.0]]))
    assert page_of(program._told, program._names, Style()).forward[0].right == line


# What a program holds for


def test_each_guard_says_what_it_asks_and_which_line_of_the_source_it_is_of():
    def f(x):
        if np.sum(x) > 1.0:  # a branch
            x = x * 2.0
        y = int(np.sum(x))
        return np.linalg.det(x[:, None] * x + np.eye(2)) * y  # whose rule asks

    program = ad.program(ad.grad(f))(np.array([1.0, 2.0]))
    branch, number, rule = page_of(program._told, program._names, Style()).guards
    assert re.fullmatch(r"t2 is true, in `.*: if np.sum\(x\) > 1.0:.*`", branch)
    assert re.fullmatch(r"y is 6, in `.*: y = int\(np.sum\(x\)\)`", number)
    assert re.fullmatch(r"t\d+ is false, which the rule for `.*linalg.det.*` asks", rule)
    asked = rule.split()[0]
    assert any(row.name == asked for row in page_of(program._told, program._names, Style()).reverse)
    mask = ad.program(lambda x: x[x > 1.0] * 2.0)(np.array([1.0, 2.0, 3.0]))
    assert "t2 has the shape (2,), in `test_pages_are_read.py" in str(mask)


# Files


def test_a_parameter_that_is_called_like_a_step_keeps_its_value():
    def f(t1):
        return np.sin(t1 * t1) * np.cos(np.sin(t1 * t1))

    program = ad.program(ad.grad(f))(1.0)
    space = {}
    exec(program.source, space)
    assert space[program.name](0.7) == pytest.approx(ad.grad(f)(0.7))


def test_a_file_has_the_computation_first_and_pairs_are_no_index():
    def rosen(x):
        return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2)

    text = ad.program(ad.hessian(rosen))(np.array([1.0, 2.0, 3.0])).source
    assert text.count("# the computation") == text.count("# the derivatives") == 1
    assert "def put_together(" in text and "(np.s_[:, 1:], 200.0 * t" in text


def test_rows_and_nodes_are_asked_for_with_the_remedy():
    slope = ad.program(ad.grad(lambda x: ad.sin(x) ** 2))(ad.AutogradValue(1.0))
    assert slope.on_columns([0.0, 1.0])[1] == pytest.approx(np.sin(2.0))
    with pytest.raises(ad.NotTraceable, match="AutogradValue"):
        slope(3.0)
