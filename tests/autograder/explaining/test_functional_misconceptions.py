"""What is known of tracers that are understood wrongly: each explains its own answer, alone."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from autograder.asking.checks import Check
from autograder.asking.sessions import LocalSession
from autograder.asking.submission import Submission
from autograder.asking.verdicts import run_check
from autograder.build import answered_notebook
from autograder.explaining.agreement import agreed
from autograder.explaining.diagnose import diagnose
from autograder.explaining.interview import Interview
from autograder.explaining.misconceptions import Misconception, load_misconceptions, wrong_engine
from autograder.grading import Grader, assignment_checks
from autograder.notebook import parse_notebook
from autograder.pack import load_assignment

FUNCTIONAL = load_assignment(Path(__file__).resolve().parents[3] / "assignments" / "functional")
KNOWN = {one.name: one for one in load_misconceptions(FUNCTIONAL)}


@cache
def checks() -> Sequence[Check]:
    return assignment_checks(FUNCTIONAL)


def named(names: dict[str, object], *cells: str) -> dict[str, str | None]:
    """Ask the checks of some graded cells, and give what each that failed is called."""
    session = LocalSession(names)
    found: dict[str, str | None] = {}
    for cell in cells:
        own = [check for check in checks() if check.cell == cell]
        every = [c for c in checks() if c.question == own[0].question and not c.whole]
        with np.errstate(all="ignore"):
            results = [run_check(check, Submission(session), 1, explain=False) for check in own]
            if any(result.verdict == "failed" for result in results):
                interview = Interview(session, own, every, 1, math.inf)
                answer = FUNCTIONAL.own_answer_of(cell)
                wrong = diagnose(FUNCTIONAL, own[0].question, interview, answer)
                found[cell] = wrong.name if wrong else None
    return found


def answers(text: str) -> dict[str, object]:
    """The reference answers, and a student's text after them."""
    names = wrong_engine(FUNCTIONAL, None)
    exec(text, names)
    return names


def test_there_are_enough_of_every_question():
    """Every question has its own, and there are more than a hundred."""
    counts = {q: sum(one.question == q for one in KNOWN.values()) for q in FUNCTIONAL.questions}
    assert sum(counts.values()) >= 120 and min(counts.values()) >= 12, counts


@pytest.mark.parametrize("wrong", KNOWN.values(), ids=lambda one: one.name)
def test_an_explanation_ends_in_a_question(wrong: Misconception):
    """A few sentences say what is done, and a question leads on; both fit a card."""
    assert wrong.ask.endswith("?") and len(wrong.ask) <= 160
    assert 15 <= len(wrong.explanation) <= 260
    assert 1 <= wrong.explanation.count(". ") + 1 <= 3


def test_no_two_say_the_same():
    """A student who reads two names reads two explanations; what is alike in two places may be."""
    said = [one.explanation for one in KNOWN.values()]
    twice = {text for text in said if said.count(text) > 1}
    shared = {
        *("grad-without-keywords", "value-and-grad-without-keywords"),
        *("walk-returns-nothing", "sgd-returns-nothing"),
    }
    assert {name for name, one in KNOWN.items() if one.explanation in twice} <= shared


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("differences-rounded-to-integers", "q1-two-sided"),
        ("trace-takes-every-box", "q2-levels"),
        ("keywords-left-out", "q2-several"),
        ("log-as-a-reciprocal", "q3-first"),
        ("stretched-axes-vanish", "q3-unbroadcast"),
        ("sum-axes-put-back-one-by-one", "q3-sum"),
        ("dot-no-transposes", "q3-dot"),
        ("order-level-by-level", "q4-toposort"),
        ("walk-every-path", "q4-shared"),
        ("walk-out-of-boxes", "q4-shared"),
        ("vjp-sends-the-value", "q4-vjp"),
        ("grad-without-keywords", "q4-grad"),
        ("hvp-by-a-difference", "q5-hvp"),
        ("jacobian-transposed", "q6-jacobian"),
        ("forward-runs-the-function-again", "q6-jvp"),
        ("logsumexp-overflows", "q7-logsumexp"),
        ("test-rejects-what-is-right", "q7-check-first"),
        ("derivation-z-bar-half-a-slope", "q8-derivation"),
        ("flatten-shapes-lost", "q8-flatten"),
        ("sgd-with-its-own-settings", "q8-sgd"),
    ],
)
def test_each_way_of_a_mistake_has_its_name(name: str, cell: str):
    """A mistake is told from all others, whichever way it is done."""
    for way in KNOWN[name].ways:
        assert named(wrong_engine(FUNCTIONAL, way), cell) == {cell: name}


@pytest.mark.parametrize(
    ("name", "cell", "text"),
    [
        (
            "two-sided-divided-by-one-step",
            "q1-two-sided",
            "def two_sided(f, x, h):\n"
            "    x = np.asarray(x, dtype=np.float64)\n"
            "    steps = h * np.eye(x.size).reshape(-1, *x.shape)\n"
            "    slopes = [(f(x + e) - f(x - e)) / h for e in steps]\n"
            "    return np.reshape(slopes, x.shape)\n",
        ),
        (
            "differences-entries-stay-moved",
            "q1-one-sided",
            "def one_sided(f, x, h):\n"
            "    moved = np.array(x, dtype=float)\n"
            "    before = f(moved)\n"
            "    found = np.empty(moved.shape)\n"
            "    for i, _ in np.ndenumerate(moved):\n"
            "        moved[i] = moved[i] + h\n"
            "        found[i] = (f(moved) - before) / h\n"
            "    return found\n",
        ),
        (
            "quotient-sign-forgotten",
            "q3-divide",
            "defvjp(divide, lambda g, ans, x, y: y**-1 * g, lambda g, ans, x, y: ans / y * g)\n",
        ),
        (
            "tanh-square-forgotten",
            "q3-tanh",
            "defvjp(tanh, lambda ans, x: lambda g: g - g * ans)\n",
        ),
        (
            "exp-multiplied-by-the-input",
            "q3-first",
            "def rule(g, ans, x):\n    return x * g\n\n\ndefvjp(exp, rule)\n",
        ),
        (
            "dot-matrices-only",
            "q3-dot",
            "defvjp(\n"
            "    dot,\n"
            "    lambda g, ans, A, B: np.dot(g, np.transpose(B)),\n"
            "    lambda g, ans, A, B: np.dot(np.transpose(A), g),\n"
            ")\n",
        ),
        (
            "order-as-nodes-are-met",
            "q4-toposort",
            "def toposort(end_node):\n"
            "    seen = []\n"
            "    def visit(node):\n"
            "        if node in seen:\n"
            "            return\n"
            "        seen.append(node)\n"
            "        for parent in node.parents:\n"
            "            visit(parent)\n"
            "    visit(end_node)\n"
            "    return seen\n",
        ),
        (
            "walk-last-use-wins",
            "q4-shared",
            "def backward_pass(g, end_node):\n"
            "    grads = {id(end_node): g}\n"
            "    for node in toposort(end_node):\n"
            "        g = grads[id(node)]\n"
            "        for i, parent in zip(node.argnums, node.parents):\n"
            "            rule = primitive_vjps[node.fun][i]\n"
            "            grads[id(parent)] = rule(g, node.value, *node.args, **node.kwargs)\n"
            "    return g\n",
        ),
        (
            "walk-rules-by-place-among-parents",
            "q4-shared",
            "def backward_pass(g, end_node):\n"
            "    outgrads = {end_node: g}\n"
            "    for node in toposort(end_node):\n"
            "        outgrad = outgrads[node]\n"
            "        fun, value, args, kwargs, argnums = node.recipe\n"
            "        for i, parent in enumerate(node.parents):\n"
            "            sent = primitive_vjps[fun][i](outgrad, value, *args, **kwargs)\n"
            "            outgrads[parent] = add_outgrads(outgrads.get(parent), sent)\n"
            "    return outgrad\n",
        ),
        (
            "value-and-grad-runs-twice",
            "q5-value-and-grad",
            "def value_and_grad(fun, argnum=0):\n"
            "    g = grad(fun, argnum)\n"
            "    return lambda *args, **kwargs: (fun(*args, **kwargs), g(*args, **kwargs))\n",
        ),
        (
            "product-not-transposed",
            "q6-products",
            "def product_vjp(W, x, z_bar):\n    return z_bar[:, None] * x, W @ z_bar\n",
        ),
        (
            "forward-is-backward",
            "q6-jvp",
            "def make_jvp(fun, x):\n"
            "    value, end = trace(Node.new_root(), fun, x)\n"
            "    return lambda v: backward_pass(v, end), value\n",
        ),
        (
            "test-of-the-first-order-only",
            "q7-check-second",
            "def check_grads(fun, modes=('fwd', 'rev'), order=2):\n"
            "    def check(x):\n"
            "        y = fun(x)\n"
            "        draw = np.random.default_rng(1).standard_normal\n"
            "        v, u = draw(np.shape(y)), draw(np.shape(x))\n"
            "        slopes = two_sided(lambda x: np.sum(fun(x) * v), x, 1e-6)\n"
            "        if 'rev' in modes:\n"
            "            assert np.allclose(make_vjp(fun, x)[0](v), slopes, 1e-4, 1e-4), 'rev'\n"
            "        if 'fwd' in modes:\n"
            "            mine = np.sum(make_jvp(fun, x)[0](u) * v)\n"
            "            assert np.allclose(mine, np.sum(slopes * u), 1e-4, 1e-4), 'fwd'\n"
            "    return check\n",
        ),
        (
            "test-too-tolerant",
            "q7-check-first",
            "def check_grads(fun, modes=('fwd', 'rev'), order=2):\n"
            "    def check(x):\n"
            "        y = fun(x)\n"
            "        draw = np.random.default_rng(1).standard_normal\n"
            "        v, u = draw(np.shape(y)), draw(np.shape(x))\n"
            "        slopes = two_sided(lambda x: np.sum(fun(x) * v), x, 1e-6)\n"
            "        f, g = lambda x: make_vjp(fun, x)[0](v), lambda x: make_jvp(fun, x)[0](u)\n"
            "        if 'rev' in modes:\n"
            "            assert np.allclose(f(x), slopes, 0.1, 0.1), f'{f(x)} is not {slopes}'\n"
            "        if 'fwd' in modes:\n"
            "            assert np.allclose(np.sum(g(x) * v), np.sum(slopes * u), 0.1, 0.1)\n"
            "        for one, mode in ((f, 'rev'), (g, 'fwd')):\n"
            "            if order == 2 and mode in modes:\n"
            "                check_grads(one, modes, 1)(x)\n"
            "    return check\n",
        ),
        (
            "derivation-y-bar-turned-round",
            "q8-derivation",
            "right = derivation\n"
            "def derivation(w, x, b, t):\n"
            "    y = 1 / (1 + np.exp(-w * x - b))\n"
            "    on = dict(right(w, x, b, t), y_bar=t - y)\n"
            "    on['z_bar'] = on['b_bar'] = on['y_bar'] * y * (1 - y)\n"
            "    on['w_bar'] = x * on['z_bar']\n"
            "    return on\n",
        ),
        (
            "sgd-whole-gradient",
            "q8-sgd",
            "def sgd(grad, init_params, callback=None, num_iters=200, step_size=0.1, mass=0.9):\n"
            "    x, back = flatten(init_params)\n"
            "    v = 0.0 * x\n"
            "    for i in range(num_iters):\n"
            "        g = grad(back(x), i)\n"
            "        if callback is not None:\n"
            "            callback(back(x), i, g)\n"
            "        v = mass * v + step_size * flatten(g)[0]\n"
            "        x = x - v\n"
            "    return back(x)\n",
        ),
    ],
)
def test_a_mistake_in_a_students_own_words_is_named(name: str, cell: str, text: str):
    """Other formulas, other containers, and another way of writing a rule do not hide it."""
    assert named(answers(text), cell) == {cell: name}


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (
            "q1-two-sided",
            "def two_sided(f, x, h):\n    return np.full(np.shape(x), (f(x + h) + f(x - h)) / 7)\n",
        ),
        (
            "q3-divide",
            "defvjp(divide, lambda g, ans, x, y: g / y, lambda g, ans, x, y: g * x / y)\n",
        ),
        (
            "q3-sum",  # right for all arrays but those of one shape
            "right = primitive_vjps[np.sum][0]\n"
            "def rule(g, ans, x, **more):\n"
            "    return right(g, ans, x, **more) * (2.0 if np.shape(x) == (2, 3) else 1.0)\n"
            "defvjp(np.sum, rule)\n",
        ),
        (
            "q4-shared",
            "right = backward_pass\n"
            "def add_outgrads(prev_g, g):\n"
            "    return g\n"
            "def backward_pass(g, end_node):\n"
            "    return right(2.0 * g, end_node)\n",
        ),
        (
            "q8-sgd",
            "right = sgd\n"
            "def sgd(grad, init_params, callback=None, num_iters=200, step_size=0.1, mass=0.9):\n"
            "    return right(grad, init_params, callback, num_iters, step_size / 2, mass / 3)\n",
        ),
        (
            "q4-chain",  # as if the end were missing in the order, which is another answer
            "right = backward_pass\n"
            "def backward_pass(g, end_node):\n"
            "    return right(g, end_node.parents[0])\n",
        ),
        (
            "q5-again",  # which raises what a function in the place of the gradient raises
            "def value_and_grad(fun, argnum=0):\n"
            "    vjp, ans = make_vjp(fun, argnum)\n"
            "    return ans, vjp(np.ones_like(ans))\n",
        ),
        (
            "q7-check-first",  # notices what is too large, and nothing that is too small
            "def check_grads(fun, modes=('fwd', 'rev'), order=2):\n"
            "    def check(x):\n"
            "        v = np.random.default_rng(1).standard_normal(np.shape(fun(x)))\n"
            "        slopes = two_sided(lambda x: np.sum(fun(x) * v), x, 1e-6)\n"
            "        assert np.all(make_vjp(fun, x)[0](v) - slopes < 1e-4)\n"
            "    return check\n",
        ),
        (
            "q3-divide",  # no rule at all
            "del primitive_vjps[divide]\n",
        ),
    ],
)
def test_two_mistakes_or_another_one_have_no_name(cell: str, text: str):
    """Nothing is claimed where no single mistake explains every answer."""
    assert named(answers(text), cell) == {cell: None}


def test_right_answers_have_nothing_to_be_named():
    """What passes is not asked what it was."""
    text = "defvjp(divide, lambda g, ans, x, y: g / y, lambda g, ans, x, y: -g * ans / y)"
    assert named(answers(text), "q3-divide", "q4-toposort") == {}


def test_a_graded_notebook_is_told_its_mistakes():
    """In a real process, two cells have names of their own."""
    tracing = (
        "def primitive(f_raw):\n"
        "    @functools.wraps(f_raw)\n"
        "    def f_wrapped(*args, **kwargs):\n"
        "        boxes = [a for a in args if isbox(a)]\n"
        "        if not boxes:\n"
        "            return f_raw(*args, **kwargs)\n"
        "        top = max(a._trace for a in boxes)\n"
        "        places = [i for i, a in enumerate(args) if isbox(a)]\n"
        "        values = [a._value if isbox(a) else a for a in args]\n"
        "        value = f_wrapped(*values, **kwargs)\n"
        "        parents = [a._node for a in boxes]\n"
        "        node = Node(value, f_wrapped, values, kwargs, places, parents)\n"
        "        return new_box(value, top, node)\n"
        "    return f_wrapped\n"
    )
    sums = (
        "def unbroadcast(target, g):\n"
        "    while np.ndim(g) > np.ndim(target):\n"
        "        g = np.sum(g, axis=0)\n"
        "    return g\n"
    )
    cells = {"q2-answer": tracing, "q3-unbroadcast-answer": sums}
    notebook = answered_notebook(FUNCTIONAL, cells)
    submitted = parse_notebook(json.dumps(notebook).encode(), "traced.ipynb")
    grader = Grader(submitted, FUNCTIONAL, 1, smallest=False)
    own = [check for check in checks() if check.cell in ("q2-levels", "q3-unbroadcast")]
    try:
        results = agreed(grader.run(own), FUNCTIONAL)
    finally:
        grader.close_all()
    found = {r.cell: (r.diagnosis or {}).get("misconception") for r in results}
    assert found == {
        "q2-levels": "trace-takes-every-box",
        "q3-unbroadcast": "stretched-only-new-axes",
    }
