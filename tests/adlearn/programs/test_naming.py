"""The lines of a program are called as the user's source calls what they compute, and nothing is
called by a name that the source has for something else."""

from __future__ import annotations

import importlib.util
import linecache
import textwrap

import numpy as np
import pytest

import adlearn as ad
from adlearn.programs.claims import claimed
from adlearn.programs.lines import Equation
from adlearn.programs.naming import cotangents_of, names_of
from adlearn.programs.tracing import trace

X = np.random.default_rng(4).uniform(0.2, 0.8, (2, 2))


@pytest.fixture
def module(tmp_path):
    """Import a text from a file."""

    def load(text):
        path = tmp_path / f"written_{len(list(tmp_path.iterdir()))}.py"
        path.write_text(textwrap.dedent(text))
        spec = importlib.util.spec_from_file_location(path.stem, path)
        made = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(made)
        return made

    return load


def named(f, *args, **kwargs):
    """List name and function of each line."""
    recording = trace(f, args, kwargs)
    names = names_of(recording)
    assert len(set(names.values())) == len(names)
    assert all(name.isidentifier() for name in names.values())
    return [
        (names[line.result], line.function.__name__.strip("_"))
        for line in recording.lines
        if isinstance(line, Equation)
    ]


ONE = """
import types
import numpy as np
ns = types.SimpleNamespace(é=np.sin)
def f(x):
    {}
    return 1.0 * {}
"""


@pytest.mark.parametrize(
    "statement, name",
    [
        ("z = np.sin(x)", "z"),
        ("z = (np.sin(x))", "z"),
        ("z = y = np.sin(x)", "z"),
        ("z: float = np.sin(x)", "z"),
        ("z = np.sin(x) if x is not None else x", "z"),
        ("print(end='') if (z := np.sin(x)) is None else None", "z"),
        ("y, z = x, np.sin(x)", "z"),
        ("é = z = np.sin(x)", "é"),
        ("é = 'é'; z = np.sin(x)", "z"),
        ("z = [np.sin(x)][0]", "t1"),
        ("z = np.abs(np.sin(x))", "t1"),
        ("_ = z = np.sin(x)", "t1"),
        ("sum = z = np.sin(x)", "sum_"),
        ("np_, z = 0, np.sin(x)", "z"),
        ("t1 = z = np.sin(x)", "t1"),
        ("x = z = np.sin(x)", "x_2"),
    ],
)
def test_a_whole_value_has_the_name(module, statement, name):
    f = module(ONE.format(statement, "z")).f
    assert named(f, X)[0] == (name, "sin")


@pytest.mark.parametrize(
    "expression",
    [
        "-x",
        "x * 2",
        "x @ x",
        "x[0]",
        "x.T",
        "x.sum()",
        "x.reshape(-1)",
        "np.mean(x, axis=0)",
        "np.linalg.inv(x)",
        "(x\n      .sum(\n  axis=0))",
        "(x\n      .T)",
        "(ns\n      .é(x))",
    ],
)
def test_every_kind_of_expression_has_the_name(module, expression):
    f = module(ONE.format(f"z = {expression}", "z")).f
    assert [name for name, _ in named(f, X)] == ["z", "t1"]


def test_augmented_assignment_names_the_sum_and_not_what_is_added(module):
    f = module(
        """
        def f(x):
            z = x.sum()
            z += x.max()
            z *= 3.0
            return z
        """
    ).f
    assert named(f, X) == [("z", "sum"), ("t1", "max"), ("z_2", "add"), ("z_3", "multiply")]


def test_passes_of_a_loop_are_numbered(module):
    f = module(
        """
        import numpy as np
        def f(h, W):
            for _ in range(3):
                a = h @ W
                h = np.tanh(a)
            for _ in range(2):
                h = np.sin(h)
            return h
        """
    ).f
    expected = ["a", "h_2", "a_2", "h_3", "a_3", "h_4", "h_5", "h_6"]
    assert [name for name, _ in named(f, X, X)] == expected


def test_the_last_line_of_a_function_of_several_lines_has_the_name(module):
    f = module(
        """
        import numpy as np
        def f(a, b):
            for _ in range(2):
                a = np.linalg.multi_dot([a, b, b])
            y = np.linalg.multi_dot([a, a, b])
            return y
        """
    ).f
    names = [name for name, _ in named(f, X, X)]
    assert names[-1] == "y" and "y_2" not in names


HELPERS = """
import numpy as np
def activation(x):
    u = 2.0 * x
    return np.tanh(u)
def outer(x):
    return activation(x)
square = lambda x: x * x
def pair(x):
    return np.sin(x), np.cos(x)
def passed(x):
    return pair(x)
def wrapped(fn):
    def wrapper(*args):
        return fn(*args)
    return wrapper
@wrapped
def decorated(x):
    return np.exp(x)
def apply(fn, x):
    y = fn(x)
    return y
class Layer:
    def __init__(self, w):
        self.w = w
    def __call__(self, x):
        self.pre = x @ self.w
        return np.tanh(self.pre)
    def scaled(self, x):
        return self.w * x
"""


@pytest.mark.parametrize(
    "line, names",
    [
        ("z = activation(x)", ["u", "z"]),
        ("z = outer(x)", ["u", "z"]),
        ("z = activation(x) + 1", ["u", "t1", "z"]),
        ("z = square(x)", ["z"]),
        ("a, b = pair(x)", ["a", "b"]),
        ("a, b = passed(x)", ["a", "b"]),
        ("c = pair(x)", ["t1", "t2"]),
        ("z = decorated(x)", ["z"]),
        ("z = apply(np.sin, x)", ["y"]),
        ("z = apply(lambda v: v * v, x)", ["y"]),
        ("z = Layer(x)(x)", ["pre", "t1"]),
        ("layer = Layer(x); z = layer(x)", ["pre", "z"]),
        ("z = Layer(x).scaled(x)", ["z"]),
        ("z = [square(v) for v in (x, x)]", ["t1", "t2"]),
        ("z = [w := square(v) for v in (x, x)]", ["w", "w_2"]),
    ],
)
def test_what_a_function_returns_has_the_callers_name(module, line, names):
    f = module(HELPERS + f"def f(x):\n    {line}\n    return x").f
    assert [name for name, _ in named(f, X)] == names


def test_a_number_is_not_given_that_the_source_has_for_something_else(module):
    f = module(ONE.format("h = -x; h = -h; h_2 = -h", "h_2")).f
    assert [name for name, _ in named(f, X)] == ["h", "h_3", "h_2", "t1"]


def test_only_in_a_loop_a_line_is_made_several_times(module):
    f = module(ONE.format("s = sum([x, x, x])", "s")).f
    assert [name for name, _ in named(f, X)] == ["t1", "t2", "s", "t3"]
    f = module(ONE.format("for _ in range(3): x = x + 1", "x")).f
    assert [name for name, _ in named(f, X)] == ["x_2", "x_3", "x_4", "t1"]


PASSED_DERIVATIVES = """
import adlearn as ad
def cube(v):
    return v * v * v
def apply(fn, x):
    for _ in range(2):
        y = fn(x)
        x = y / 3.0
    return x
def passed(x):
    return apply(ad.grad(cube), x)
def again(x):
    for _ in range(2):
        x = ad.grad(cube)(x)
    return x
def kept(x):
    slope = ad.grad(lambda v: 3.0 * v)
    def inner(v):
        g = slope(v)
        return g * v
    return inner(x)
"""


def test_a_derivative_that_was_passed_has_one_name_in_each_pass(module):
    names = [name for name, _ in named(module(PASSED_DERIVATIVES).passed, 0.5)]
    assert [name for name in names if name in ("y", "y_2", "y_3")] == ["y", "y_2"]
    recording = trace(module(PASSED_DERIVATIVES).passed, (0.5,), {})
    y = next(var for var, name in names_of(recording).items() if name == "y")
    assert np.isclose(recording.examples[y], 3 * 0.5**2)


def test_a_derivative_of_a_derivative_in_a_loop_has_its_name_in_each_pass(module):
    recording = trace(module(PASSED_DERIVATIVES).again, (0.5,), {})
    values = {name: recording.examples[var] for var, name in names_of(recording).items()}
    assert np.isclose(values["x_2"], 0.75) and np.isclose(values["x_3"], 3 * 0.75**2)
    assert "x_4" not in values


def test_a_derivative_that_was_kept_gives_its_name_to_no_line_of_the_function(module):
    assert "g" not in [name for name, _ in named(module(PASSED_DERIVATIVES).kept, 0.5)]


def test_inside_a_training_step_the_gradient_has_the_name_and_the_loss_has_not(module):
    step = module(
        """
        import numpy as np, adlearn as ad
        def loss(w, x):
            e = x @ w
            return np.mean(e * e)
        def step(w, x):
            for _ in range(2):
                g = ad.grad(loss)(w, x)
                w = w - 0.1 * g
            return w
        """
    ).step
    found = dict(named(step, X, X))
    assert found["g"] == found["g_2"] == "matmul" and "g_3" not in found
    assert found["w_2"] == found["w_3"] == "subtract" and found["e_bar"] == "add"
    assert found["e_2_bar"] == "add"


def test_a_derivative_that_takes_no_line_gives_its_name_to_nothing(module):
    f = module(
        """
        import numpy as np, adlearn as ad
        def line(x):
            return np.sum(3.0 * x)
        def f(x):
            slope = ad.grad(line)
            g = slope(x)
            h = ad.grad(line)(x)
            return g + h
        """
    ).f
    assert not {"g", "h"} & {name for name, function in named(f, X) if function == "sum"}


def test_the_name_of_a_step_is_that_of_its_last_line_in_each_pass(module):
    train = module(
        """
        import adlearn as ad
        def update(w, k):
            d = ad.grad(lambda v: v * v * v)(w)
            if k:
                d = d * 0.5
            return w - d
        def train(w):
            for k in range(3):
                w = update(w, k)
            return w
        """
    ).train
    names = named(train, 0.3)
    assert [name for name, function in names if function in ("subtract", "sub")] == [
        "w_2",
        "w_3",
        "w_4",
    ]
    assert not any(name.startswith("w_5") for name, _ in names)


def test_a_pass_that_begins_otherwise_is_a_pass(module):
    train = module(
        """
        def update(w, k):
            if k == 1:
                w = 2.0 * w
            return w - 0.1
        def train(w):
            for k in range(3):
                w = update(w, k)
            return w
        """
    ).train
    found = [name for name, function in named(train, 0.3) if function in ("subtract", "sub")]
    assert len(found) == 3 and all(name.startswith("w_") for name in found)


def test_a_cotangent_of_several_belongs_to_what_is_nearest_to_the_output():
    def f(x, w):
        h = np.sin(x)
        s = h + w
        return np.sum(s * s)

    names = names_of(trace(ad.grad(f), (X, X), {})).values()
    assert "s_bar" in names and not {"h_bar", "w_bar"} & set(names)


def test_cotangents_are_called_after_what_they_belong_to():
    def f(x):
        h = np.sin(x)
        return np.sum(h * h)

    recording = trace(ad.grad(f), (X,), {})
    names = names_of(recording)
    assert {"h_bar", "x_bar"} <= set(names.values())
    for cotangent, var in cotangents_of(recording).items():
        assert names[cotangent] == f"{names[var]}_bar"
    x_bar = next(var for var, name in names.items() if name == "x_bar")
    assert np.allclose(recording.examples[x_bar], 2 * np.sin(X) * np.cos(X))


def test_inputs_are_called_by_their_path():
    def f(params, x, lambda_, sum):
        return params["w"] * x[0] * x[1] * params["layers"][0] * lambda_ * sum * params["a b"]

    params = {"w": 1.0, "layers": [2.0], "a b": 3.0}
    recording = trace(f, (params, [1.0, 2.0], 3.0, 4.0), {})
    names = names_of(recording)
    expected = ["w", "layers_0", "a_b", "x_0", "x_1", "lambda_", "sum_"]
    assert [names[given.var] for given in recording.inputs] == expected


def test_inputs_of_the_same_name_are_called_by_all_of_their_path():
    recording = trace(lambda p, q: p["w"] * q["w"], ({"w": 1.0}, {"w": 2.0}), {})
    names = names_of(recording)
    assert [names[given.var] for given in recording.inputs] == ["p_w", "q_w"]


def test_without_source_nothing_fails():
    space = {"np": np}
    exec("def f(x):\n    z = np.sin(x)\n    return z * z", space)
    assert named(space["f"], X) == [("t1", "sin"), ("t2", "multiply")]


def test_a_source_that_is_no_python_says_nothing():
    name = "<no python>"
    text = "def f(x):\n    z = np.sin(x)\n    return z * z"
    space = {"np": np}
    exec(compile(text, name, "exec"), space)
    linecache.cache[name] = (9, None, ["def f(x:\n"], name)
    try:
        assert named(space["f"], X) == [("t1", "sin"), ("t2", "multiply")]
    finally:
        del linecache.cache[name]


def test_the_cells_of_a_notebook():
    shell_of = pytest.importorskip("IPython.core.interactiveshell").InteractiveShell
    shell = shell_of()
    try:
        shell.run_cell("import numpy as np\ndef inner(x):\n    u = np.sin(x)\n    return u * u\n")
        shell.run_cell("def f(x):\n    # a comment\n    z = inner(x)\n    return z + 1\n")
        assert named(shell.user_ns["f"], X) == [("u", "sin"), ("z", "multiply"), ("t1", "add")]
    finally:
        shell.history_manager.end_session()


def test_names_of_lines_that_are_left_are_those_of_all_lines(module):
    f = module(ONE.format("y = np.cos(x); z = np.sin(x)", "z")).f
    recording = trace(f, (X,), {})
    left = recording.but(lines=recording.lines[1:])
    names = names_of(left, claimed(recording.lines))
    assert [names[line.result] for line in left.lines] == ["z", "t1"]
    assert "y" not in names.values()
    assert names == names_of(left)


def test_a_formula_of_the_rules_is_no_place_of_the_user():
    recording = trace(ad.grad(lambda x: np.tanh(x) * np.sin(x)), (0.5,), {})
    files = {code.co_filename for line in recording.lines for code, _ in line.place}
    assert files == {__file__}
