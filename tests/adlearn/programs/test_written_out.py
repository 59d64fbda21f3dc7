"""Every function that the rules are made of is public, or can be written out as text that runs
without adlearn and gives the same numbers."""

from __future__ import annotations

import ast
import functools
import gc
import importlib
import importlib.util
import json
import math
import pkgutil
import subprocess
import sys
import warnings
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import rule_rows

import adlearn as ad
import adlearn.rules
from adlearn import vjp
from adlearn.errors import NotTraceable
from adlearn.programs.formulas import inlined
from adlearn.programs.lines import Equation, Var, mapped
from adlearn.programs.public_names import import_of, public_path
from adlearn.programs.tracing import trace
from adlearn.programs.written_out import Writer, definitions
from adlearn.rules.elementwise import NAMES, relu
from adlearn.rules.primitive import compiled
from adlearn.tensors.primitive import ArrayPrimitive

#: Primitives that cannot be written out, and why.
REFUSED: dict[str, str] = {}


def primitives():
    """List all primitives of the house."""
    packages = [adlearn.rules]
    if importlib.util.find_spec("scipy"):
        packages.append(importlib.import_module("adlearn.scipy"))
    for package in packages:
        for module in pkgutil.iter_modules(package.__path__):
            if package is not adlearn.rules or packages[1:] or "scipy" not in module.name:
                importlib.import_module(f"{package.__name__}.{module.name}")
    own = [thing for thing in gc.get_objects() if isinstance(thing, ArrayPrimitive)]
    return [one for one in own if is_of_house(one.fun)]


def is_of_house(function):
    module = getattr(function, "__module__", None) or "adlearn"
    return module.startswith(("adlearn", "numpy", "scipy", "builtins", "_operator"))


def fresh(imports):
    """Make a namespace that has what is imported and nothing else."""
    space = {"__name__": "written"}
    for line in imports:
        exec(line, space)
    return space


@functools.cache
def written_form(function):
    """Give what the text of a function computes, and the text."""
    path = public_path(function)
    if path is not None:
        line = import_of(path)
        return eval(path, fresh([line] if line else [])), path
    found = inlined(function)
    if found is not None:
        signature, expression = found
        text = ast.unparse(expression)
        code = compile(text, "<text>", "eval")
        space = fresh(["import numpy as np", "import math", *scipy_in(text)])

        def of_expression(*args, **kwargs):
            bound = signature.bind(*args, **kwargs)
            bound.apply_defaults()
            return eval(code, space | bound.arguments)

        return of_expression, text
    made = definitions(function)
    space = fresh(made.imports)
    exec(made.source, space)
    return space[made.name], made.text


def scipy_in(text):
    return [f"import scipy.{name}" for name in ("special", "linalg", "fft") if "scipy" in text]


def test_every_primitive_can_be_written_out_and_names_nothing_of_ours():
    found = primitives()
    assert len(found) > 150
    refused = {}
    for one in found:
        try:
            _, text = written_form(one.fun)
        except NotTraceable as error:
            refused[one.name] = str(error)
            continue
        names = {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}
        assert "adlearn" not in text and not names & {"value_of", "is_traced", "Traced"}, text
    assert refused.keys() == REFUSED.keys(), refused


def rows():
    """List the rows of all tables of rules."""
    folder = Path(__file__).parent.parent / "rules"
    tables = [*rule_rows.TABLE]
    for name in ("test_array_rules", "test_scipy_rules"):
        if name == "test_scipy_rules" and not importlib.util.find_spec("scipy"):
            continue
        spec = importlib.util.spec_from_file_location(f"rows_of_{name}", folder / f"{name}.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        tables += module.TABLE
    return {row.id: row.values for row in tables}


ROWS = rows()


def derivative(f):
    """Make the function that is written down: the value, and what is pulled back."""

    def both(*points):
        value, pull = vjp(f, *points)
        return value, pull(value)

    return both


def same(a, b):
    """Compare to the last digit, with types."""
    if isinstance(a, (tuple, list)):
        return len(a) == len(b) and all(map(same, a, b))
    x, y = np.asarray(a), np.asarray(b)
    return x.dtype == y.dtype and x.shape == y.shape and np.array_equal(x, y, equal_nan=True)


PARTS = 12


@pytest.mark.parametrize("part", range(PARTS))
def test_the_text_gives_the_numbers_of_the_function_in_every_row_of_the_tables(part):
    wrong, compared = [], 0
    for name in list(ROWS)[part::PARTS]:
        _, f, domains = ROWS[name]
        points = [domain(np.random.default_rng(7)) for domain in domains]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                recording = trace(derivative(f), tuple(points), {})
            except Exception:
                continue  # it cannot be traced, or takes no tuple of cotangents
            for line in recording.lines:
                if isinstance(line, Equation):
                    compared += 1
                    wrong += [] if is_same_in_text(line, recording.examples) else [(name, line)]
    assert not wrong
    assert compared > 300


def is_same_in_text(line, examples):
    """Compare a line's function with its text on the numbers of the example."""

    def number(thing):
        return examples[thing] if isinstance(thing, Var) else thing

    args, kwargs = mapped(line.args, number), mapped(line.kwargs, number)
    function, _ = written_form(line.function)
    return same(line.function(*args, **kwargs), function(*args, **kwargs))


def test_the_texts_run_in_an_interpreter_that_has_never_heard_of_adlearn():
    texts = sorted({written_form(one.fun)[1] for one in primitives() if not inlined(one.fun)})
    texts = [text for text in texts if "def " in text]
    assert len(texts) > 15
    program = (
        "import json, sys\n"
        "for text in json.load(sys.stdin): exec(text, {'__name__': 'written'})\n"
        "print(sorted(name for name in sys.modules if name.startswith('adlearn')))"
    )
    run = [sys.executable, "-I", "-c", program]
    done = subprocess.run(run, input=json.dumps(texts), capture_output=True, text=True, timeout=300)
    assert done.stdout.split() == ["[]"], done.stderr


# One by one

X = np.random.default_rng(1).uniform(-1, 1, (2, 3))
first, second = (lambda x: x + 1.0), (lambda x: np.tanh(x) * 2.0)
SCALE = 2.5
BIG, DATA = np.arange(50.0), np.zeros(20_000)
WEIGHTS = np.array([[1.0, -0.0, np.nan]], np.float32)


def text_of(function):
    return ast.unparse(inlined(function)[1])


def test_of_several_lambdas_on_a_line_the_right_one_is_found():
    assert text_of(first) == "x + 1.0"
    assert text_of(second) == "np.tanh(x) * 2.0"


def test_a_formula_of_the_rules_is_in_numpys_words():
    assert text_of(relu.fun) == "np.where(x <= 0.0, 0.0, x)"
    formula = compiled("where(x > 0, acos(x), nan) * exp(nothing)", ("x",), NAMES)
    assert text_of(formula) == "np.where(x > 0, np.arccos(x), np.nan) * np.exp(0.0)"


def made_by(function, k):
    return lambda x, keep=True: function(x, k) if keep else SCALE


def test_what_a_function_has_kept_is_written_in_its_place():
    signature, expression = inlined(made_by(np.tril, -1))
    assert ast.unparse(expression) == "np.tril(x, -1) if keep else 2.5"
    assert signature.parameters["keep"].default is True


def with_docstring(x):
    """Say what it does."""
    return np.abs(x)


def of_two(x):
    y = np.sin(x)
    return y * y


def of_comprehension(x):
    return sum(x[i] for i in range(2))


def of_own(x):
    return of_two(x) + 1


@pytest.mark.parametrize(
    "function, text",
    [
        (with_docstring, "np.abs(x)"),
        (of_two, None),
        (of_comprehension, None),
        (of_own, None),
        (lambda x: np.linalg.norm(x, axis=-1), "np.linalg.norm(x, axis=-1)"),
        (lambda x: math.pi * x, "math.pi * x"),
        (lambda np: np, None),
        (np.sin, None),
        (len, None),
    ],
)
def test_what_is_an_expression(function, text):
    found = inlined(function)
    assert (found and ast.unparse(found[1])) == text


def test_an_array_is_written_to_the_last_bit():
    found = eval(text_of(lambda x: WEIGHTS), {"np": np})
    assert same(found, WEIGHTS) and np.array_equal(np.signbit(found), np.signbit(WEIGHTS))
    assert definitions(lambda x: BIG[0], "pick").source.count("BIG") == 2


def test_data_is_no_constant():
    with pytest.raises(NotTraceable, match="an array of 20000 numbers"):
        definitions(lambda x: DATA * x, "scaled")


def run(made, *args):
    space = fresh(made.imports)
    exec(made.source, space)
    return eval(made.name, space)(*args)


def closure(function, count, scale=WEIGHTS):
    def looped(x, shift=scale[0, 1], *, times=count):
        """Do it several times."""
        function_2 = real = x  # names of its own
        for _ in range(times):
            real = function(real) + function_2
        return real * scale[:, :1] + shift + float(Fraction(1, 2))

    return looped


def real(x):
    return np.cos(x)


def test_a_closure_is_written_with_what_it_has_kept_though_names_clash():
    looped = closure(real, 3)
    made = definitions(looped, "steps")
    assert made.name == "steps" and "WEIGHTS" not in made.source
    assert same(run(made, X), looped(X))
    other = closure(lambda x: x * 2, 2, np.arange(4.0).reshape(2, 2))
    assert same(run(definitions(other), X), other(X))


def test_a_default_is_what_it_was_when_the_function_was_made():
    scaled = []
    for k in (2.0, 3.0):

        def by(x, k=k):
            return (x * k, k)[0] if k else None

        scaled += [by, lambda x, k=k: [x * k for _ in range(1)][0]]
    assert [run(definitions(one), 1.0) for one in scaled] == [2.0, 2.0, 3.0, 3.0]


def test_two_functions_of_one_name_do_not_meet_in_one_text():
    writer = Writer(taken={"looped"})
    functions = [real, closure(real, 2), closure(np.sin, 1), closure(real, 4)]
    names = [writer.define(one) for one in functions]
    assert len(set(names)) == 4 and "looped" not in names and names[0] == "real"
    space = fresh(writer.imports)
    exec(writer.source, space)
    for name, function in zip(names, functions, strict=True):
        assert same(space[name](X), function(X))
    assert writer.source.count("np.cos(x)") == 1


def recursive(n, x):
    if n < 0:
        raise NotTraceable("n is negative")
    return x if n == 0 else recursive(n - 1, np.sin(x))


def test_a_function_that_calls_itself_and_raises_one_of_our_errors():
    made = definitions(recursive)
    assert same(run(made, 3, X), recursive(3, X))
    with pytest.raises(TypeError, match="negative"):
        run(made, -1, X)


def typed(x: np.ndarray, axis: NotTraceable | None = None) -> list[NotTraceable]:
    from adlearn.rules.variance import count

    n: int = count(x, axis)
    kept: list[int]
    kept = [n]
    return kept


def test_types_and_imports_of_ours_are_left_out():
    made = definitions(typed)
    assert "NotTraceable" not in made.source and "adlearn" not in made.text
    assert run(made, X) == [6]


def count_calls(x):
    global SCALE
    SCALE = x
    return x


THING = object()


@pytest.mark.parametrize(
    "function, why",
    [
        (lambda x: (THING, x), "THING, which is an object of class object"),
        (lambda x: pytest.approx(x), "pytest.*approx, which NumPy and SciPy do not offer"),
        (count_calls, "changes the global variable SCALE"),
        (eval("lambda x: x"), "has no source"),
        (lambda x: not_there(x), "not_there means nothing"),  # noqa: F821
        (np.vectorize(math.sin).__call__, "object of class method"),
        (np.frompyfunc(math.sin, 1, 1), "object of class ufunc"),
    ],
)
def test_what_cannot_be_written_out_is_refused_with_the_reason(function, why):
    with pytest.raises(NotTraceable, match=why) as found:
        definitions(function, "the_operation")
    assert "the_operation cannot be written out" in str(found.value)


def test_a_refusal_leaves_nothing_in_the_text():
    writer = Writer()
    writer.define(of_two)
    before = writer.source, writer.imports
    with pytest.raises(NotTraceable):
        writer.define(lambda x: (of_own(x), THING))
    assert (writer.source, writer.imports) == before


def of_thing(x):
    return THING, x


def test_what_was_refused_is_refused_again():
    writer = Writer()
    for function in (of_thing, of_thing, lambda x: of_thing(x)):
        with pytest.raises(NotTraceable):
            writer.define(function)
    assert writer.source == ""


PATHS = """
    np.sin np.add.reduce np.linalg.solve np.fft.fft np.absolute np.float64 np.ndarray.sum
    np.lib.stride_tricks.sliding_window_view len float math.erf operator.getitem
    scipy.special.erf scipy.special.jv scipy.linalg.expm scipy.fft.dct scipy.stats.norm.logpdf
"""


@pytest.mark.parametrize("path", PATHS.split())
def test_public_paths_lead_to_the_function(path):
    if path.startswith("scipy"):
        pytest.importorskip(".".join(path.split(".")[:2]))
    line = import_of(path)
    thing = eval(path, fresh([line] if line else []))
    assert public_path(thing) == path


def test_a_second_name_leads_to_the_same_function():
    assert public_path(np.abs) == "np.absolute"
    special = pytest.importorskip("scipy.special")
    assert eval(public_path(special.jn), {"scipy": special and __import__("scipy")}) is special.jv


@pytest.mark.parametrize("thing", [first, np.sin(0.0), [], THING, np.frompyfunc(abs, 1, 1)])
def test_what_is_not_public_has_no_path(thing):
    assert public_path(thing) is None


def test_a_file_is_called_with_its_data():
    big = np.linspace(1.0, 2.0, 1500)

    def loss(z):
        return np.mean(np.log(z) * np.arange(len(z)) + big)

    program = ad.program(ad.grad(loss))(np.ones(1500))
    assert sorted(program.data) == ["big", "data_1", "data_2"]
    space = {}
    exec(program.source, space)
    z = np.full(1500, 2.0)
    found = space[program.name](z, **program.data)
    np.testing.assert_allclose(found, ad.grad(loss)(z), rtol=1e-13)
    whole = ad.program(loss)(np.ones(1500))
    exec(whole.source, space)
    assert "big" in whole.data
    np.testing.assert_allclose(space[whole.name](z, **whole.data), loss(z), rtol=1e-13)
    whole.data["big"][:] = 0.0
    assert whole.data["big"][0] == 1.0


def test_whole_exponents_are_plain_numbers():
    text = ad.program(ad.grad(lambda x: np.sum(x**3 + x**-1)))(np.ones(3)).source
    assert "x ** 2" in text and "x ** (-2)" in text.replace("x ** -2", "x ** (-2)")
    assert "where" not in text and "broadcast_to" not in text
    assert "x²" in str(ad.program(ad.grad(lambda x: x**3))(2.0))
