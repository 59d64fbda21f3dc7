"""What is known of simulations that are understood wrongly: each explains its own, alone."""

from __future__ import annotations

import pytest

from autograder.explaining.misconceptions import Misconception, wrong_engine
from tests.autograder.explaining.asked_alone import Asked, assert_fits_a_card

ASKED = Asked("applications")
KNOWN = ASKED.known
named, answers = ASKED.named, ASKED.answers


def test_there_are_enough_of_every_question():
    """Every question that a program answers has its own, and there are two hundred."""
    counts = ASKED.counts()
    assert counts.total() >= 200 and min(counts[f"q{n}"] for n in range(1, 8)) >= 20, counts


@pytest.mark.parametrize("wrong", KNOWN.values(), ids=lambda one: one.name)
def test_an_explanation_ends_in_a_question(wrong: Misconception):
    """A few sentences say what is done, and a question leads on; both fit a card."""
    assert_fits_a_card(wrong)


#: Mistakes that can be made in several answers, and are the same there.
SHARED = {
    *("pressing-returns-none", "simulate-gives-nothing", "picture-returns-none"),
    *("segments-give-nothing", "training-gives-nothing", "learning-gives-nothing"),
    *("picture-uphill", "tune-uphill"),
    *("segments-one-step-too-few", "train-one-step-too-few"),
    *("picture-losses-not-kept", "train-losses-not-kept"),
    *("picture-with-its-own-settings", "tune-with-its-own-settings"),
}


def test_no_two_say_the_same():
    """A student who reads two names reads two explanations; what is alike in two places may be."""
    assert ASKED.said_twice() == SHARED


#: All that is asked for one name costs seconds where a picture is formed, where memory is measured
#: and where a grid is searched: a few of those, and a third of all others.
DEAR = ("picture-", "segments-", "grid-", "learning-", "tune-")
FEW = (
    *("picture-of-still-air-0", "grid-above-its-budget-0", "segments-last-one-left-out-0"),
    *("segments-first-one-first-0", "segments-not-joined-1", "segments-start-one-step-late-0"),
    *("tune-uphill-0", "tune-returns-logarithms-1", "tune-history-first-0"),
)
EVERY = {f"{one.name}-{i}": way for one in KNOWN.values() for i, way in enumerate(one.ways)}
SHARE = [*[name for name in EVERY if not name.startswith(DEAR)][::3], *FEW]
WAYS = [pytest.param(EVERY[name], id=name) for name in SHARE]


@pytest.mark.parametrize("way", WAYS)
def test_each_way_of_a_mistake_is_noticed_and_has_its_name(way: Misconception):
    """The checks of its question notice it, and whatever fails is called by its name alone."""
    found = named(wrong_engine(ASKED.assignment, way), *ASKED.about(way))
    assert set(found.values()) == {way.name}, found


@pytest.mark.parametrize(
    ("name", "cell", "text"),
    [
        (
            "advect-stops-at-the-edges",
            "q1-edges",
            "def advect(f, vx, vy):\n"
            "    n, m = f.shape\n"
            "    after = np.zeros((n, m))\n"
            "    for i in range(n):\n"
            "        for j in range(m):\n"
            "            x = min(max(i - vx[i, j], 0), n - 1)\n"
            "            y = min(max(j - vy[i, j], 0), m - 1)\n"
            "            a, b = int(x), int(y)\n"
            "            c, d = min(a + 1, n - 1), min(b + 1, m - 1)\n"
            "            low = f[a, b] + (x - a) * (f[c, b] - f[a, b])\n"
            "            high = f[a, d] + (x - a) * (f[c, d] - f[a, d])\n"
            "            after[i, j] = low + (y - b) * (high - low)\n"
            "    return after\n",
        ),
        (
            "advect-filled-place-by-place",
            "q1-slopes",
            "def advect(f, vx, vy):\n"
            "    n, m = f.shape\n"
            "    after = np.zeros((n, m))\n"
            "    for i, j in np.ndindex(n, m):\n"
            "        x, y = i - vx[i, j], j - vy[i, j]\n"
            "        a, b = int(np.floor(x)), int(np.floor(y))\n"
            "        r, s = x - a, y - b\n"
            "        near = (1 - s) * f[a % n, b % m] + s * f[a % n, (b + 1) % m]\n"
            "        far = (1 - s) * f[(a + 1) % n, b % m] + s * f[(a + 1) % n, (b + 1) % m]\n"
            "        after[i, j] = (1 - r) * near + r * far\n"
            "    return after\n",
        ),
        (
            "advect-traces-become-plain",
            "q1-slopes",
            "right = advect\n"
            "def advect(f, vx, vy):\n"
            "    rows = [list(row) for row in right(f, vx, vy)]\n"
            "    return np.array(rows)\n",
        ),
        (
            "pressure-cell-by-cell",
            "q2-pressure",
            "def pressure(d, rounds=10):\n"
            "    n, m = d.shape\n"
            "    p = np.zeros((n, m))\n"
            "    for _ in range(rounds):\n"
            "        for i, j in np.ndindex(n, m):\n"
            "            p[i, j] = 0.25 * (p[i - 1, j] + p[i, j - 1] + p[(i + 1) % n, j]\n"
            "                              + p[i, (j + 1) % m] - d[i, j])\n"
            "    return p\n",
        ),
        (
            "project-push-not-halved",
            "q2-project",
            "def project(vx, vy):\n"
            "    p = pressure(divergence(vx, vy), 10)\n"
            "    change = [np.roll(p, 1, axis=k) - np.roll(p, -1, axis=k) for k in (0, 1)]\n"
            "    return vx + change[0], vy + change[1]\n",
        ),
        (
            "simulate-winds-in-turn",
            "q3-frames",
            "def simulate(vx, vy, smoke, num_time_steps):\n"
            "    frames = [smoke]\n"
            "    while len(frames) <= num_time_steps:\n"
            "        vx = advect(vx, vx, vy)\n"
            "        vy = advect(vy, vx, vy)\n"
            "        vx, vy = project(vx, vy)\n"
            "        frames.append(advect(frames[-1], vx, vy))\n"
            "    return frames[-1], frames[1:]\n",
        ),
        (
            "objective-made-a-plain-number",
            "q4-slopes",
            "def objective(velocities, smoke, target, num_time_steps):\n"
            "    final, _ = simulate(*velocities, smoke, num_time_steps)\n"
            "    return ((final - target) ** 2).mean().item()\n",
        ),
        (
            "segments-first-one-first",
            "q5-gradient",
            "def through_segments(step, loss, state, num_steps, every):\n"
            "    kept = []\n"
            "    for begin in range(0, num_steps, every):\n"
            "        times = min(every, num_steps - begin)\n"
            "        kept.append((state, times))\n"
            "        for _ in range(times):\n"
            "            state = step(state)\n"
            "    value, back = ad.value_and_grad(loss)(state)\n"
            "    for start, times in kept:\n"
            "        def run(s):\n"
            "            for _ in range(times):\n"
            "                s = step(s)\n"
            "            return s\n"
            "        back = ad.vjp(run, start)[1](back)[0]\n"
            "    return value, back\n",
        ),
        (
            "every-is-no-whole-number",
            "q5-every",
            "def best_every(num_steps):\n    return num_steps**0.5\n",
        ),
        (
            "train-traces-become-plain",
            "q6-train",
            "def train(rates, scale, direction, loss):\n"
            "    w, losses = scale * direction, []\n"
            "    for rate in rates:\n"
            "        losses.append(float(loss(w)))\n"
            "        w = w - rate * ad.grad(loss)(w)\n"
            "    return w, losses\n",
        ),
        (
            "after-training-before-the-last-step",
            "q6-after",
            "def after_training(settings, direction, loss):\n"
            "    *rates, scale = [np.exp(one) for one in settings]\n"
            "    return train(rates, scale, direction, loss)[1].pop()\n",
        ),
        (
            "tune-returns-logarithms",
            "q7-tune",
            "def tune(rates, scale, direction, loss, rounds=60, step_size=0.1):\n"
            "    history, best = [], (np.inf, None)\n"
            "    def gradient(s, i):\n"
            "        nonlocal best\n"
            "        value, slope = ad.value_and_grad(after_training)(s, direction, loss)\n"
            "        history.append(value)\n"
            "        best = min(best, (value, s), key=lambda one: one[0])\n"
            "        return slope\n"
            "    adam(gradient, np.log([*rates, scale]), num_iters=rounds, step_size=step_size)\n"
            "    return best[1][:-1], best[1][-1], history\n",
        ),
    ],
)
def test_a_mistake_in_a_students_own_words_is_named(name: str, cell: str, text: str):
    """Other formulas and other loops do not hide it."""
    assert named(answers(text), cell) == {cell: name}


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("q1-advect", "right = advect\nadvect = lambda f, vx, vy: 1.5 * right(f, -vx, vy)\n"),
        ("q2-divergence", "right = divergence\ndivergence = lambda vx, vy: 3 * right(vx, vy)\n"),
        (
            "q3-frames",
            "right = simulate\n"
            "def simulate(*given):\n"
            "    smoke, frames = right(*given)\n"
            "    return smoke * 0.9, frames\n",
        ),
        ("q5-every", "best_every = lambda num_steps: max(1, num_steps // 3)\n"),
        ("q6-after", "right = after_training\nafter_training = lambda *g: right(*g) + 1.0\n"),
    ],
)
def test_two_mistakes_or_another_one_have_no_name(cell: str, text: str):
    """Nothing is claimed where no single mistake explains every answer."""
    assert named(answers(text), cell) == {cell: None}


def test_right_answers_have_nothing_to_be_named():
    """What passes is not asked what it was."""
    text = (
        "def divergence(vx, vy):\n"
        "    n, m = vx.shape\n"
        "    i, j = np.arange(n), np.arange(m)\n"
        "    x = vx[(i + 1) % n] - vx[i - 1]\n"
        "    return 0.5 * (x + vy[:, (j + 1) % m] - vy[:, j - 1])\n"
        "def best_every(num_steps):\n"
        "    return int(round(num_steps**0.5))\n"
    )
    assert named(answers(text), "q2-divergence", "q2-pressure", "q5-every") == {}
