"""What is known of optimizations that are understood wrongly: each explains its own, alone."""

from __future__ import annotations

import json

import pytest

from autograder.build import answered_notebook
from autograder.explaining.agreement import agreed
from autograder.explaining.misconceptions import Misconception, wrong_engine
from autograder.grading import Grader
from autograder.notebook import parse_notebook
from tests.autograder.explaining.asked_alone import Asked, assert_fits_a_card

ASKED = Asked("optimization")
OPTIMIZATION, KNOWN = ASKED.assignment, ASKED.known
named, answers = ASKED.named, ASKED.answers


def test_there_are_enough_of_every_question():
    """Every question has its own, and there are more than two hundred."""
    counts = ASKED.counts()
    assert counts.total() >= 200 and min(counts[q] for q in OPTIMIZATION.questions) >= 15, counts


@pytest.mark.parametrize("wrong", KNOWN.values(), ids=lambda one: one.name)
def test_an_explanation_ends_in_a_question(wrong: Misconception):
    """A few sentences say what is done, and a question leads on; both fit a card."""
    assert_fits_a_card(wrong)


#: Mistakes that can be made in several answers, and are the same there.
SHARED = {
    "adam-uphill",
    "adam-with-its-own-settings",
    "boundary-weights-exchanged",
    "loss-surface-weights-exchanged",
    "loss-surface-tells-nobody",
    "derivative-gives-nothing",
    "momentum-uphill",
    "parabola-gradients-never-set-back",
    "parabola-last-run-alone",
    "parabola-one-step-too-many",
    "parameters-return-nothing",
    "step-uphill",
    "paths-gradients-never-set-back",
    "paths-one-step-too-many",
    "paths-with-their-own-settings",
    "paths-last-run-alone",
    "train-gradients-never-set-back",
    "train-with-its-own-settings",
}


def test_no_two_say_the_same():
    """A student who reads two names reads two explanations; what is alike in two places may be."""
    assert ASKED.said_twice() == SHARED


#: A share of all ways: the whole takes a quarter of an hour, and the self-test names a bank.
WAYS = [
    pytest.param(way, id=f"{one.name}-{i}")
    for one in KNOWN.values()
    for i, way in enumerate(one.ways)
][::8]


@pytest.mark.parametrize("way", WAYS)
def test_each_way_of_a_mistake_is_noticed_and_has_its_name(way: Misconception):
    """The checks of its question notice it, and whatever fails is called by its name alone."""
    found = named(wrong_engine(OPTIMIZATION, way), *ASKED.about(way))
    assert set(found.values()) == {way.name}, found


@pytest.mark.parametrize(
    ("name", "cell", "text"),
    [
        (
            "divide-sign-forgotten",
            "q1-divide",
            "def divide(a, b):\n"
            "    x, y = value_of(a), value_of(b)\n"
            "    z = x / y\n"
            "    return computed(z, (a, lambda g: g * y**-1), (b, lambda g: g * z / y))\n",
        ),
        (
            "power-logarithm-forgotten",
            "q1-power",
            "def power(a, b):\n"
            "    x, y = value_of(a), value_of(b)\n"
            "    z = x**y\n"
            "    first = lambda g: y * x ** (y - 1) * g\n"
            "    return computed(z, (a, first), (b, lambda g: z * g))\n",
        ),
        (
            "tanh-square-of-the-argument",
            "q1-tanh",
            "def tanh(a):\n"
            "    x = value_of(a)\n"
            "    return computed(np.tanh(x), (a, lambda g: g - g * x * x))\n",
        ),
        (
            "walk-last-use-wins",
            "q2-shared",
            "def backward(end):\n"
            "    order = []\n"
            "    def visit(one):\n"
            "        if one not in order:\n"
            "            for parent, _ in one.edges:\n"
            "                visit(parent)\n"
            "            order.append(one)\n"
            "    visit(end)\n"
            "    end.grad = np.ones_like(end.value)\n"
            "    for one in reversed(order):\n"
            "        for parent, send in one.edges:\n"
            "            parent.grad = send(one.grad)\n",
        ),
        (
            "walk-sets-everything-back",
            "q2-again",
            "right = backward\n"
            "def backward(end):\n"
            "    waiting = [end]\n"
            "    while waiting:\n"
            "        one = waiting.pop()\n"
            "        one.grad = np.zeros_like(one.value)\n"
            "        waiting += [parent for parent, _ in one.edges]\n"
            "    right(end)\n",
        ),
        (
            "parameters-without-lists",
            "q3-parameters",
            "def collect(self):\n"
            "    found = []\n"
            "    for value in self.__dict__.values():\n"
            "        more = value.collect_parameters() if isinstance(value, Module) else [value]\n"
            "        for one in more:\n"
            "            if isinstance(one, Variable) and all(one is not x for x in found):\n"
            "                found.append(one)\n"
            "    return found\n"
            "Module.collect_parameters = collect\n",
        ),
        (
            "step-leaves-the-parameters",
            "q3-step",
            "def step(self):\n"
            "    for parameter in self.params:\n"
            "        parameter = Variable(parameter.value - self.lr * parameter.grad)\n"
            "GD.step = step\n",
        ),
        (
            "parabola-gradients-never-set-back",
            "q4-runs",
            "def perform_gd(initializations, lrs, epochs=100):\n"
            "    xs, fs = np.zeros((2, len(lrs), epochs))\n"
            "    for run in range(len(lrs)):\n"
            "        module = Parabola(initializations[run])\n"
            "        for epoch in range(epochs):\n"
            "            z = module()\n"
            "            z.backward()\n"
            "            xs[run, epoch], fs[run, epoch] = module.x.value, z.value\n"
            "            GD([module.x], lrs[run]).step()\n"
            "    return xs, fs\n",
        ),
        (
            "surface-exponent-not-halved",
            "q5-surface",
            "def forward(self):\n"
            "    r = self.x * self.x + self.y * self.y\n"
            "    return exp(-r) * (self.x * self.x + self.y**3 - 1.0)\n"
            "Surface.forward = forward\n",
        ),
        (
            "loss-is-a-sum",
            "q6-loss",
            "def forward(self, output, label):\n"
            "    off = output - label\n"
            "    ones = np.ones(off.value.shape)\n"
            "    return computed(np.sum(off.value**2), (off, lambda g: 2 * g * off.value * ones))\n"
            "MSELoss.forward = forward\n",
        ),
        (
            "boundary-bias-sign",
            "q7-boundary",
            "def boundary(w, b, x1):\n    return np.array([(b - w[0] * x) / w[1] for x in x1])\n",
        ),
        (
            "momentum-gradient-counts-less",
            "q8-momentum",
            "def step(self):\n"
            "    for p in self.params:\n"
            "        old = getattr(p, 'velocity', 0.0)\n"
            "        p.velocity = self.mu * old + (1 - self.mu) * p.grad\n"
            "        p.value = p.value - self.lr * p.velocity\n"
            "Momentum.step = step\n",
        ),
        (
            "adam-epsilon-inside-the-root",
            "q8-adam",
            "def step(self):\n"
            "    self.t += 1\n"
            "    b, c = self.beta1, self.beta2\n"
            "    for i, p in enumerate(self.params):\n"
            "        self.means[i] = m = self.means[i] + (1 - b) * (p.grad - self.means[i])\n"
            "        self.squares[i] = s = c * self.squares[i] + (1 - c) * p.grad * p.grad\n"
            "        root = (s / (1 - c**self.t) + self.eps) ** 0.5\n"
            "        p.value = p.value - self.lr * (m / (1 - b**self.t)) / root\n"
            "Adam.step = step\n",
        ),
    ],
)
def test_a_mistake_in_a_students_own_words_is_named(name: str, cell: str, text: str):
    """Other formulas and other containers do not hide it."""
    assert named(answers(text), cell) == {cell: name}


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (
            "q1-divide",
            "def divide(a, b):\n"
            "    x, y = value_of(a), value_of(b)\n"
            "    return computed(x / y, (a, lambda g: g / y / 3), (b, lambda g: g * x))\n",
        ),
        (
            "q2-shared",
            "right = backward\n"
            "def backward(end):\n"
            "    right(end)\n"
            "    for parent, _ in end.edges:\n"
            "        parent.grad = parent.grad * 1.5\n",
        ),
        ("q3-step", "right = GD.step\nGD.step = lambda self: (right(self), right(self))\n"),
        ("q4-rates", "error_factor = lambda c, lr: abs(1.0 - lr / c)\n"),
        ("q7-boundary", "boundary = lambda w, b, x1: (w[0] * x1 - b) * w[1]\n"),
    ],
)
def test_two_mistakes_or_another_one_have_no_name(cell: str, text: str):
    """Nothing is claimed where no single mistake explains every answer."""
    assert named(answers(text), cell) == {cell: None}


def test_right_answers_have_nothing_to_be_named():
    """What passes is not asked what it was."""
    text = (
        "def step(self):\n"
        "    for p in self.params:\n"
        "        p.value[...] -= self.lr * p.grad\n"
        "GD.step = step\n"
    )
    assert named(answers(text), "q3-step", "q3-zero", "q8-momentum") == {}


def test_a_graded_notebook_is_told_its_mistakes():
    """In a real process, two cells have names of their own."""
    power = (
        "def power(a, b):\n"
        "    x, y = value_of(a), value_of(b)\n"
        "    z = x**y\n"
        "    return computed(z, (a, lambda g: g * y * z), (b, lambda g: g * z * np.log(x)))\n"
    )
    rates = (
        "def error_factor(c, lr):\n    return 1.0 - c * lr\n"
        "def largest_rate(c):\n    return 2.0 / c\n"
    )
    cells = {"q1-power-answer": power, "q4-rates-answer": rates}
    notebook = answered_notebook(OPTIMIZATION, cells)
    submitted = parse_notebook(json.dumps(notebook).encode(), "moved.ipynb")
    grader = Grader(submitted, OPTIMIZATION, 1, smallest=False)
    own = [check for check in ASKED.checks if check.cell in ("q1-power", "q4-rates", "q4-runs")]
    try:
        results = agreed(grader.run(own), OPTIMIZATION)
    finally:
        grader.close_all()
    found = {r.cell: (r.diagnosis or {}).get("misconception") for r in results if not r.points}
    assert found == {"q1-power": "power-exponent-not-lowered", "q4-rates": "factor-with-a-sign"}
