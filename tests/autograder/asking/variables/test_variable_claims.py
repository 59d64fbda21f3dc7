"""What is asked of variables, descents and pictures alone: the reference passes, and each way to be
wrong has its words."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest

from autograder.asking.arrays.chain_rule import assert_follows_rules
from autograder.asking.arrays.programs import program, with_incoming
from autograder.asking.arrays.rules import assert_sent
from autograder.asking.engine import DeclaredEngine
from autograder.asking.run import Run, running
from autograder.asking.variables import descents, gradients, perceptrons, pictures, runs
from autograder.asking.variables.engine import ADAPTER, TABLE
from autograder.errors import CheckFailure
from tests.autograder.asking.reference import Reference

REFERENCE = Reference("optimization")
A, B = np.array([2.0, -1.0, 0.5]), np.array([3.0, 0.25, -2.0])


answers, replaced, refused = REFERENCE.answers, REFERENCE.replaced, REFERENCE.refused


def of_engine(claim: Callable[..., None]) -> Callable[..., None]:
    return lambda submission, *given: claim(DeclaredEngine(submission, ADAPTER), *given)


def one(text: str, **inputs: Any) -> Any:
    return with_incoming(program(TABLE, text, **inputs), 4)


@pytest.mark.parametrize("name", TABLE.names)
def test_reference_rules_pass_every_use(name: str) -> None:
    with running(Run(0)):
        assert_sent(DeclaredEngine(answers(), ADAPTER), TABLE, name)


COMPOSED = """
def negative(a):
    return multiply(-1.0, a)

def subtract(a, b):
    return a + negative(b)

def divide(a, b):
    return a * b ** -1
"""


@pytest.mark.parametrize("name", ["negative", "subtract", "divide"])
def test_an_operation_may_be_made_of_others(name: str) -> None:
    """What it sends goes along several edges, also to one operand that stands there twice."""
    with running(Run(0)):
        assert_sent(DeclaredEngine(answers(COMPOSED), ADAPTER), TABLE, name)


@pytest.mark.parametrize("text", ["v = a - b; w = v / b; w * a", "v = a - a; w = v * b; w + b"])
def test_rules_of_composed_operations_are_followed_where_they_lie(text: str) -> None:
    lies = {"subtract": (2.0, -3.0), "divide": (0.5, 2.0), "multiply": (3.0, -1.0)}
    with running(Run(0)):
        engine = DeclaredEngine(answers(COMPOSED), ADAPTER)
        assert_follows_rules(engine, one(text, a=A, b=B), lies)


def test_an_operand_without_an_edge_is_sent_nothing() -> None:
    wrong = "def multiply(a, b):\n    x, y = value_of(a), value_of(b)\n"
    wrong += "    return computed(x * y, (a, lambda g: g * y))"
    said = refused(of_engine(assert_sent), wrong, TABLE, "multiply", 3)
    assert "its operand 2" in said and "it is 0" in said


def test_a_message_of_another_kind_is_called_an_array() -> None:
    wrong = "def exp(a):\n    return computed(np.exp(value_of(a)), (a, lambda g: None))\n"
    wrong += "fitted = lambda g, shape: g"
    said = refused(of_engine(assert_sent), wrong, TABLE, "exp", 3)
    assert "should be an array" in said


#: Fills gradients in with what they are, whatever the edges say: b's are what comes in, a's 0.
BY_TRUTH = """
honest = {name: getattr(Variable, name) for name in ("__add__", "__sub__")}

def backward(end):
    lying = {name: getattr(Variable, name) for name in honest}
    for name, own in honest.items():
        setattr(Variable, name, own)
    (y, send), = end.edges
    came = send(1.0)
    for one in leaves(y):
        one.grad = came if np.array_equal(one.value, B) else 0.0 * came
    for name, own in lying.items():
        setattr(Variable, name, own)

def leaves(one):
    return [one] if not one.edges else [leaf for parent, _ in one.edges for leaf in leaves(parent)]

B = np.array([3.0, 0.25, -2.0])
"""


def test_gradients_that_are_not_sent_do_not_follow_the_rules() -> None:
    """What does not come from the edges is the same while they lie."""
    text, lies = "v = a + b; v - a", {"add": (2.0, -1.0)}
    ones = with_incoming(program(TABLE, text, a=A, b=B), 4)
    said = refused(of_engine(assert_follows_rules), BY_TRUTH, ones, lies)
    assert "while this check changes rules" in said


BACK = "q2-answer"
WALKS = [
    ("once", ("parent.grad + send(one.grad)", "send(one.grad)"), "he gradient of `a`, after"),
    ("two losses", ("if one.edges:\n", "if True:\n"), "and then of a sum"),
    (
        "twice",
        (
            "        if one.edges:\n            one.grad = np",
            "        if False:\n            one.grad = np",
        ),
        "called twice",
    ),
    ("an input alone", ("(0.0 if end.edges else end.grad)", "1.0"), "made and not computed"),
    (
        "an input that has one",
        ("shape) + (0.0 if end.edges", "shape) - (0.0 if end.edges"),
        "has the gradient -4 already",
    ),
]


@pytest.mark.parametrize(("how", "change", "said"), WALKS)
def test_a_walk_that_leaves_something_behind_is_told(
    how: str, change: tuple[str, str], said: str
) -> None:
    assert said in refused(gradients.assert_again, replaced(BACK, change), how)


def test_what_is_said_of_walks_is_what_formulas_give() -> None:
    a, b, w = np.array([2.0, -1.0]), 3.0, np.array([1.0, 10.0])
    np.testing.assert_allclose(gradients.AGAIN["once"][0], 2.0 * a * b * w)
    assert gradients.AGAIN["once"][1] == np.sum(a * a * w)
    np.testing.assert_allclose(gradients.AGAIN["two losses"][0], b * w + w)
    assert gradients.AGAIN["two losses"][1] == np.sum(a * w) + np.sum(w)
    assert gradients.AGAIN["another end"][1] == np.sum(a * w)


RECURSIVE = """
def backward(end):
    end.grad = np.ones(end.value.shape)
    def walk(one, g):
        for parent, send in one.edges:
            parent.grad = parent.grad + send(g)
            walk(parent, send(g))
    walk(end, end.grad)
"""


def test_a_walk_that_calls_itself_ends_in_a_long_chain() -> None:
    said = "`backward` calls itself more often than Python allows. Walk in a loop"
    with running(Run(0)), pytest.raises(CheckFailure, match=said):
        gradients.assert_long(answers(RECURSIVE), 5000, False)


MODULE = "q3-module-answer"
COLLECTORS = [
    ("a module", ("elif isinstance(thing, Module)", "elif thing is self"), "b and c are missing"),
    ("a module", ("elif isinstance(thing, Module)", "elif thing is self"), "Ask each module among"),
    ("a list", ("elif isinstance(thing, list)", "elif False"), "a, b and c are missing"),
    ("lists in lists", ("waiting += thing", "waiting += thing[1:]"), "may be a list again"),
    ("a shared variable", ("if id(thing) in seen", "if False"), "list each once; it lists a and b"),
    ("equal values", ("id(thing) in seen", "str(thing) in seen"), "is missing"),
    ("a list", ("waiting += thing", "while thing: waiting.append(thing.pop(0))"), "second time"),
    ("a list", ("found.append(thing)", "found or found.append(thing)"), "b and c are missing"),
    ("other things", ("found.append(thing)", "found.extend([thing, 1])"), "something of type int"),
    ("attributes", ("return found", "pass"), "it is of type NoneType. Is there a `return`"),
]


@pytest.mark.parametrize(("kind", "change", "said"), COLLECTORS)
def test_parameters_that_are_not_found_are_named(
    kind: str, change: tuple[str, str], said: str
) -> None:
    changes = [change]
    if kind == "equal values":
        changes.append(("seen.add(id(thing))", "seen.add(str(thing))"))
    assert said in refused(descents.assert_collects, replaced(MODULE, *changes), kind)


@pytest.mark.parametrize("kind", descents.MODULES)
def test_the_reference_finds_what_each_module_has(kind: str) -> None:
    with running(Run(0)):
        descents.assert_collects(answers(), kind)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("return self.forward(*inputs)", "self.forward(*inputs)"), "it is of type NoneType"),
        (("self.forward(*inputs)", "self.forward(*inputs[::-1])"), "should be 3; it is -3"),
    ],
)
def test_a_module_that_cannot_be_called_is_told(change: tuple[str, str], said: str) -> None:
    with running(Run(0)):
        descents.assert_called(answers())
    assert said in refused(descents.assert_called, replaced(MODULE, change))


GD, FASTER = "q3-gd-answer", "q8-optimizers-answer"
STEPS = [
    ("GD", GD, ("value - self.lr", "value + self.lr"), "moved in the other direction"),
    (
        "GD",
        GD,
        ("parameter.value = parameter.value -", "parameter = parameter.value -"),
        "as it was before",
    ),
    ("GD", GD, ("self.lr * parameter.grad", "parameter.grad"), "after step 1"),
    (
        "GD",
        GD,
        ("* parameter.grad\n", "* parameter.grad\n            parameter.grad = 0.0\n"),
        "changed the gradients",
    ),
    ("Momentum", FASTER, ("self.mu * self.velocities[i]", "self.velocities[i]"), "after step 2"),
    ("Adam", FASTER, ("        self.t += 1\n", "        self.t = 1\n"), "if t is always 1"),
    (
        "Adam",
        FASTER,
        ("self.beta1**self.t", "0.0"),
        "after step 1",
    ),
    ("Adam", FASTER, ("1.0 - self.beta1**self.t", "1.0"), "after step 1"),
    (
        "Adam",
        FASTER,
        (
            "parameter.grad\n            self.means",
            "parameter.grad; self.t += i\n            self.means",
        ),
        "after step 1",
    ),
    ("Adam", FASTER, ("self.t = 0", "self.t = 1"), "larger by one"),
    (
        "Momentum",
        FASTER,
        (
            "+ parameter.grad\n            parameter.value = parameter.value - self.lr * self",
            "+ (1 - self.mu) * parameter.grad\n            parameter.value = parameter.value - "
            "self.lr * self",
        ),
        "if v is a mean",
    ),
    (
        "Momentum",
        FASTER,
        ("+ parameter.grad\n", "+ self.lr * parameter.grad\n"),
        "if lr is in the velocity",
    ),
    ("Momentum", FASTER, ("self.mu * self.velocities[i] + ", ""), "without a memory"),
    (
        "Adam",
        FASTER,
        ("(np.sqrt(square) + self.eps)", "np.sqrt(square + self.eps)"),
        "after step 1",
    ),
]


@pytest.mark.parametrize(("kind", "cell", "change", "said"), STEPS)
def test_steps_that_are_others_are_told_with_what_was_before(
    kind: str, cell: str, change: tuple[str, str], said: str
) -> None:
    options = {"lr": 0.5, "eps": 0.5} if kind == "Adam" else {"lr": 0.5}
    wrong = replaced(cell, change)
    assert said in refused(descents.assert_steps, wrong, kind, options, count=3, steps=4)


def test_an_epsilon_shows_where_gradients_are_as_small() -> None:
    """One percent of it is seen, and the gradient is told as it was."""
    wrong = replaced(FASTER, ("eps=1e-8", "eps=1.01e-8"))
    with running(Run(0)):
        descents.assert_steps(answers(), "Adam", {"lr": 0.25}, size=1e-8)
        descents.assert_steps(answers(wrong), "Adam", {"lr": 0.25})
    said = refused(descents.assert_steps, wrong, "Adam", {"lr": 0.25}, size=1e-8)
    assert "its gradient -2.5e-09" in said


def test_an_end_that_was_made_may_be_added_to_or_be_one() -> None:
    """Both can be read: its own gradient is 1, and what was made adds up."""
    one = replaced(BACK, ("(0.0 if end.edges else end.grad)", "0.0"))
    with running(Run(0)):
        for submission in (answers(), answers(one)):
            gradients.assert_again(submission, "an input that has one")


def test_steps_by_formulas_are_those_of_the_library() -> None:
    from adlearn import optim, tensor

    makers = {
        "GD": lambda params, lr: optim.GD(params, lr),
        "Momentum": lambda params, lr: optim.SGD(params, lr, momentum=0.9),
        "Adam": lambda params, lr: optim.Adam(params, lr),
    }
    for kind, make in makers.items():
        params = [tensor(value) for value in descents.VALUES]
        optimizer = make(params, 0.25)
        right = descents.steps_of(kind, descents.VALUES, descents.SLOPES, {"lr": 0.25})
        for each, wanted in zip(descents.SLOPES, right, strict=True):
            for parameter, g in zip(params, each, strict=True):
                parameter.grad = g
            optimizer.step()
            for parameter, value in zip(params, wanted, strict=True):
                np.testing.assert_allclose(parameter.data, value, rtol=1e-12)


def test_gradients_that_are_not_set_back_are_told() -> None:
    wrong = replaced(
        GD,
        (
            "for parameter in self.params:\n            parameter.grad = np.zeros",
            "for parameter in self.params[:1]:\n            parameter.grad = np.zeros",
        ),
    )
    assert "`zero_grad()` of `GD`, should be 0" in refused(descents.assert_set_back, wrong, "GD", 3)


RUNS = "q4-runs-answer"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("            xs.append(float(module.x.value))\n", ""), "should have the shape"),
        (("            optimizer.zero_grad()\n", ""), "x_history"),
        (
            ("return np.array(x_history), np.array(f_history)", "return np.array(x_history)"),
            "should have the shape (2, 5)",
        ),
    ],
)
def test_a_descent_that_is_another_is_told(change: tuple[str, str], said: str) -> None:
    wrong = replaced(RUNS, change)
    assert said in refused(runs.assert_runs, wrong, [-3, 4], [0.1, 0.8], 5)


def test_a_history_that_is_told_too_late_hears_so() -> None:
    line = "            xs.append(float(module.x.value))\n"
    wrong = replaced(
        RUNS, (line, ""), ("            values.append", line + "            values.append")
    )
    said = refused(runs.assert_runs, wrong, [-3, 4], [0.1, 0.8], 5)
    assert "one step too late" in said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("np.full((2, 5), [[-3.0], [4.0]])", "It never changes: is a step taken?"),
        ("np.full((2, 5), [[-0.5], [0.1]])", "keep copies, not the array that changes"),
        ("np.zeros(5)", "should have the shape (2, 5)"),
    ],
)
def test_a_history_of_one_entry_again_and_again_hears_so(given: str, said: str) -> None:
    """Every descent is told by the same words; what has another shape is told that."""
    wrong = replaced(RUNS, ("return np.array(x_history), ", f"return {given}, "))
    assert said in refused(runs.assert_runs, wrong, [-3, 4], [0.1, 0.8], 5)


def test_a_descent_by_its_formula_does_not_follow_another_function() -> None:
    wrong = """
def perform_gd(initializations, lrs, epochs=100):
    starts, rates = np.array(initializations), np.array(lrs)
    x = starts[:, None] * (1 - 2 * rates[:, None]) ** np.arange(epochs)
    return x, x ** 2 + 2
"""
    with running(Run(0)):
        runs.assert_runs(answers(wrong), [-3, 4], [0.1, 0.8], 5)
    given = ([2.0, -1.0], [0.25, 0.5], 5, runs.OTHER)
    assert "while f is" in refused(runs.assert_runs, wrong, *given)


def test_a_negative_factor_hears_that_an_error_has_no_sign() -> None:
    wrong = "error_factor = lambda c, lr: 1.0 - c * lr"
    assert "has no sign" in refused(runs.assert_rates, wrong, 2.0, 0.8)


def test_the_slope_of_the_surface_is_that_of_differences() -> None:
    for x, y in runs.PLACES:
        h = 1e-6
        slope = [
            (runs.height(x + h, y) - runs.height(x - h, y)) / (2 * h),
            (runs.height(x, y + h) - runs.height(x, y - h)) / (2 * h),
        ]
        np.testing.assert_allclose(runs.slope_of_height(x, y), slope, atol=1e-8)


PATHS, _ = runs.surface_of([[0.5, 1.8], [-2, -2]], 0.3, 6)
XS, _ = runs.parabola_of([-3, 4], [0.1, 0.4], 6)
DRAWN = [
    ("q4-errors-answer", ('ax.set_yscale("log")', "pass"), "logarithmic axis"),
    ("q4-errors-answer", ("np.abs(xs - x_star)", "xs - x_star"), "should draw a line for run 0"),
    ("q4-errors-answer", (', label=f"run {run}"', ""), "should have a label"),
    ("q4-errors-answer", ('f"run {run}"', '"run"'), "tell them apart"),
    ("q4-errors-answer", ("ax.", "plt.gca()."), "another figure"),
    ("q4-errors-answer", ("enumerate(x_history)", "enumerate(x_history[:1])"), "a line for run 1"),
    (
        "q4-errors-answer",
        ("ax.plot(np", "ax.plot(np.linspace(0, 1, len(xs)), np"),
        "number of the step",
    ),
    ("q5-paths-answer", ("contourf", "contour"), "lines alone"),
    ("q5-paths-answer", ("X, Y, z_func(X, Y)", "X, Y, z_func(Y, X)"), "directions are exchanged"),
    ("q5-paths-answer", ("61), np", "61) / 2, np"), "should reach from -3 to 3"),
    (
        "q5-paths-answer",
        ("path[:, 0], path[:, 1]", "path[:, 1], path[:, 0]"),
        "should draw a line for path 0",
    ),
    ("q5-paths-answer", ("path[:, 0], path[:, 1]", "path, path[:, 1]"), "one line too many"),
    (
        "q5-paths-answer",
        ('label=f"run {run}")\n', 'label="run")\n    ax.axhline(0.0, label="the middle")\n'),
        "tell them apart",
    ),
    ("q5-paths-answer", ("z_func(X, Y))", "z_func(X, Y), 1)"), "too few"),
    ("q5-paths-answer", ("z_func(X, Y))", "X**2 + Y**2)"), "not those of the surface"),
]


@pytest.mark.parametrize(("cell", "change", "said"), DRAWN)
def test_a_picture_that_shows_something_else_is_told_what_is_missing(
    cell: str, change: tuple[str, str], said: str
) -> None:
    if cell.startswith("q4"):
        claim: Any = partial(pictures.assert_errors_drawn, x_history=XS, x_star=0.0)
    else:
        claim = partial(pictures.assert_paths_drawn, paths=PATHS, surface=runs.height)
    assert said in refused(claim, replaced(cell, change))


PICTURES = {
    "errors": (
        "q4-errors-answer",
        """
def plot_errors(ax, x_history, x_star):
    lines = ax.semilogy(np.arange(1, x_history.shape[1] + 1), np.abs(x_history - x_star).T)
    for run, line in enumerate(lines):
        line.set_label(f"start {x_history[run, 0]}")
    ax.axhline(1e-8, color="0.8")
""",
    ),
    "paths": (
        "q5-paths-answer",
        """
def plot_paths(ax, paths):
    x = np.arange(-3, 3.01, 0.25)
    X, Y = np.meshgrid(x, x)
    ax.contour(X, Y, z_func(X, Y), 30, colors="k")
    ax.contourf(X, Y, z_func(X, Y), 25)
    ax.scatter(paths[:, 0, 0], paths[:, 0, 1])
    for run in range(len(paths)):
        ax.plot(*paths[run].T, label=str(run))
        ax.plot(*paths[run].T, "k.", label=str(run))
        ax.plot(*paths[run, :1].T, "ko", label=str(run))
    ax.plot([0], [0], "k+")
""",
    ),
}


@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_may_look_otherwise_and_show_more(kind: str) -> None:
    submission = answers(PICTURES[kind][1])
    with running(Run(0)):
        if kind == "errors":
            pictures.assert_errors_drawn(submission, XS, 0.0)
        else:
            pictures.assert_paths_drawn(submission, PATHS, runs.height)


LAYERS, DATA, TRAIN, LEARNED = (
    "q6-layers-answer",
    "q6-dataset-answer",
    "q6-train-answer",
    "q7-answer",
)
PERCEPTRONS = [
    (
        perceptrons.assert_linear,
        LAYERS,
        ("default_rng(seed)", "default_rng(7)"),
        ((1, 2),),
        "other ones for another seed",
    ),
    (
        perceptrons.assert_linear,
        LAYERS,
        ("default_rng(seed)", "default_rng()"),
        ((1, 2),),
        "same weights every time",
    ),
    (
        perceptrons.assert_linear,
        LAYERS,
        ("np.zeros((outputs, 1))", "np.ones((outputs, 1))"),
        ((1, 2),),
        "the bias of",
    ),
    (perceptrons.assert_linear, LAYERS, (" + self.bias", ""), ((2, 3),), "of a column x"),
    (
        perceptrons.assert_activation,
        LAYERS,
        ("return tanh(x)", "return x"),
        (np.array([[0.5]]),),
        "`Tanh()` gives for",
    ),
    (
        perceptrons.assert_loss,
        LAYERS,
        ("mean((output - label) ** 2)", "(output - label) ** 2"),
        (np.array([[1.0], [2.0]]), np.zeros((2, 1))),
        "should be one number",
    ),
    (
        perceptrons.assert_data,
        DATA,
        ("return len(self.x)", "return len(self.x) - 1"),
        (5, [0]),
        "`len(dataset)` should be 5",
    ),
    (
        perceptrons.assert_data,
        DATA,
        ("return self.x[i], self.y[i]", "return self.x[i]"),
        (5, [0]),
        "a pair",
    ),
    (
        perceptrons.assert_mean_loss,
        DATA,
        (" / len(dataset)", ""),
        ([1.0, 2.0], [3.0, 3.0]),
        "That is the sum",
    ),
    (
        perceptrons.assert_trains,
        TRAIN,
        ("value[0].copy()", "value[0]"),
        (4, [2.0, -1.0], {"lr": 0.1, "epochs": 3}),
        None,
    ),
    (
        perceptrons.assert_trains,
        TRAIN,
        ("        optimizer.zero_grad()\n", ""),
        (4, [2.0, -1.0], {"lr": 0.1, "epochs": 3}),
        "weights",
    ),
    (
        perceptrons.assert_boundary,
        LEARNED,
        ("w[0] * x0 + b", "w[0] * x0 - b"),
        ([1.0, 2.0], 0.5, [0.0]),
        "At the first place",
    ),
    (
        perceptrons.assert_loss_surface,
        LEARNED,
        ("    weight.value = before\n", ""),
        (np.ones((1, 2)), np.ones((1, 2)), [2.0, -1.0], 0.5),
        "perceptron's weight",
    ),
]


@pytest.mark.parametrize(("claim", "cell", "change", "given", "said"), PERCEPTRONS)
def test_a_part_of_a_perceptron_that_is_wrong_is_told(
    claim: Callable[..., None], cell: str, change: tuple[str, str], given: Any, said: str | None
) -> None:
    wrong = replaced(cell, change)
    if said is None:  # right as long as steps make new arrays
        with running(Run(0)):
            claim(answers(wrong), *given)
        wrong += "\n\n" + replaced(
            GD, ("parameter.value = parameter.value - ", "parameter.value -= ")
        )
        said = "keep copies"
    assert said in refused(claim, wrong, *given)


def test_training_by_formulas_is_that_of_the_library() -> None:
    import adlearn.compat.engine as engine
    from adlearn.compat.engine.nn import Dataset, Linear

    class Perceptron(engine.Module):
        def __init__(self) -> None:
            self.linear, self.acti = Linear((1, 2)), engine.Tanh()

        def forward(self, x: Any) -> Any:
            return self.acti(self.linear(x))

    x, y = perceptrons.columns(3, 6)
    model, loss = Perceptron(), engine.MSELoss()
    model.linear.weight.value = np.array([[2.0, -1.0]])
    optimizer = engine.optimizer.Adam(model.collect_parameters(), 0.1)
    losses = []
    for _ in range(5):
        optimizer.zero_grad()
        now = model.forward_dataset(Dataset(x, y), loss)
        now.backward()
        optimizer.step()
        losses.append(float(now.value))
    right = perceptrons.training_of(x, y, [2.0, -1.0], 0.1, 5, "Adam")
    np.testing.assert_allclose(losses, right[2], rtol=1e-10)
    np.testing.assert_allclose(model.linear.weight.value, right[3], rtol=1e-8)


def test_what_changes_the_heights_of_a_surface_is_told() -> None:
    """Hills in the place of valleys have their lines at the same places."""
    wrong = replaced("q5-paths-answer", ("z_func(X, Y))", "-z_func(X, Y))"))
    claim = partial(pictures.assert_paths_drawn, paths=PATHS, surface=runs.height)
    assert "should be of heights from" in refused(claim, wrong)


def test_a_walk_along_every_path_is_counted_and_not_waited_for() -> None:
    said = refused(gradients.assert_long, RECURSIVE, 60, True)
    assert "every path" in said and "Send from each variable once" in said


def test_a_derivative_by_differences_does_not_follow_what_is_sent() -> None:
    wrong = "def derivative(f, x):\n    h = 1e-6\n"
    wrong += "    return np.array((f(Variable(x + h)).value - f(Variable(x - h)).value) / (2 * h))"
    text = "lambda x: computed(x.value**2, (x, lambda g: 7.0 * g))"
    assert "should be 7" in refused(gradients.assert_derivative, wrong, text, 2.0, 7.0)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("loss(module(x), y)", "loss(y, module(x))"), "and the loss output"),
        (("loss(module(x), y)", "MSELoss()(module(x), y)"), "and the loss output"),
    ],
)
def test_the_loss_that_is_given_is_the_one_that_is_taken(
    change: tuple[str, str], said: str
) -> None:
    wrong = replaced(DATA, change)
    assert said in refused(perceptrons.assert_mean_loss, wrong, [1.5, 0.5], [-2.0, 1.0], "another")


BY_SHAPE = """
class Momentum(GD):
    def __init__(self, params, lr, mu=0.9):
        super().__init__(params, lr)
        self.mu, self.velocities = mu, {}

    def step(self):
        for parameter in self.params:
            shape = parameter.value.shape
            self.velocities[shape] = self.mu * self.velocities.get(shape, 0.0) + parameter.grad
            parameter.value = parameter.value - self.lr * self.velocities[shape]
"""


def test_memories_of_parameters_of_one_shape_are_kept_apart() -> None:
    said = refused(descents.assert_steps, BY_SHAPE, "Momentum", {"lr": 0.5}, 2, 2)
    assert "parameter 1 after step 1" in said


@pytest.mark.parametrize(
    ("claim", "cell", "change", "given", "said"),
    [
        (
            runs.assert_surface,
            "q5-surface-answer",
            ("Variable(init_x)", "init_x"),
            (0.5, 1.0),
            "`x` of",
        ),
        (
            perceptrons.assert_linear,
            LAYERS,
            ("self.bias = Variable(", "self.bias = ("),
            ((1, 2),),
            "`bias` of",
        ),
        (
            runs.assert_runs,
            RUNS,
            ("return np.array(x_history)", "return x_history"),
            ([-3], [0.1], 3),
            "type list",
        ),
    ],
)
def test_what_is_no_variable_or_no_array_is_told_with_the_remedy(
    claim: Callable[..., None], cell: str, change: tuple[str, str], given: Any, said: str
) -> None:
    assert said in refused(claim, replaced(cell, change), *given)


def test_an_operation_that_returns_nothing_is_asked_for_its_return() -> None:
    said = refused(of_engine(assert_sent), "def exp(a):\n    pass", TABLE, "exp", 3)
    assert "it is None. Is there a `return`" in said
