"""What is asked of simulations and of training: the reference passes, each way to be wrong has its
words, and what is compared with is right by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import adlearn as ad
from autograder.asking.run import Run, running
from autograder.asking.simulations import (
    choosing,
    fields,
    fluids,
    histories,
    pictures,
    segments,
    settings,
    whole,
)
from autograder.errors import CheckFailure
from tests.autograder.asking.reference import Reference

REFERENCE = Reference("applications")
answers, replaced, refused = REFERENCE.answers, REFERENCE.replaced, REFERENCE.refused

START = np.array([2.0, -1.0])
WIND = np.full((4, 4), 1.0), np.zeros((4, 4))
SPOT = fields.spot(4, 1, 3)
#: What a student writes who wants plain numbers of an array, traced or not.
PLAIN = "getattr({0}, 'numpy', lambda: {0})()"


def test_what_is_compared_with_keeps_what_physics_keeps() -> None:
    """Whole moves keep all smoke, mixing keeps a constant; projection leaves less divergence."""
    n = 6
    vx, vy = fields.drawn(n, 1, 2.0, 2)
    smoke = fields.smoke_of(n, 1)
    moved = fields.advect(smoke, np.full((n, n), 2.0), np.full((n, n), -1.0))
    assert np.array_equal(moved, np.roll(smoke, (2, -1), (0, 1)))
    assert fields.advect(np.full((n, n), 3.0), vx, vy) == pytest.approx(np.full((n, n), 3.0))
    before, after = fields.divergence(vx, vy), fields.divergence(*fields.project(vx, vy))
    assert np.abs(after).mean() < 0.75 * np.abs(before).mean()
    assert after.sum() == pytest.approx(0.0, abs=1e-12)


def by_differences(f: Callable[[np.ndarray], Any], x: np.ndarray, h: float = 1e-6) -> np.ndarray:
    found = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[place] += h
        down[place] -= h
        found[place] = (f(up) - f(down)) / (2 * h)
    return found


def test_the_gradients_that_are_compared_with_are_those_of_differences() -> None:
    velocities = np.array(fields.drawn(4, 3, count=2))
    smoke, target = fields.smoke_of(4, 3), fields.smoke_of(4, 4)

    def objective(v: Any) -> Any:
        return pictures.objective(v, smoke, target, 3)

    assert ad.grad(objective)(velocities) == pytest.approx(
        by_differences(objective, velocities), rel=1e-5, abs=1e-8
    )
    loss = settings.LOSSES["a bent valley"][1]
    point = np.log([0.05, 0.3, 0.1, 1.5])

    def after(s: Any) -> Any:
        return settings.after_training(s, START / 2, loss)

    assert ad.grad(after)(point) == pytest.approx(by_differences(after, point), rel=1e-6)


#: For each function of fields: a change of its cell, how it is asked, and words of what is said.
ON_FIELDS: list[Any] = [
    ("q1-advect-answer", "i - vx, j - vy", "i + vx, j + vy", "advect", "It went the other way"),
    (
        "q1-advect-answer",
        "i - vx, j - vy",
        "i - vy, j - vx",
        "advect",
        "vx is along the first axis",
    ),
    ("q1-advect-answer", 'indexing="ij"', 'indexing="xy"', "advect", "indexing"),
    ("q1-advect-answer", "r, b = x - x0, y - y0", "r, b = 0 * x, 0 * y", "mixed", "whole cell"),
    ("q1-advect-answer", "n, m = f.shape", "return f", "advect", "as if nothing was moved"),
    ("q1-advect-answer", "n, m = f.shape", "return None", "advect", "Is there a `return`"),
    ("q1-advect-answer", "n, m = f.shape", "return [f, f]", "advect", "of type list"),
    (
        "q1-advect-answer",
        "n, m = f.shape",
        "g = f; f = f.copy(); g[0] += 1; n, m = f.shape",
        "advect",
        "changed `f`",
    ),
    ("q1-advect-answer", "np.floor", "np.trunc", "mixed", "if `int` cuts off"),
    ("q1-advect-answer", "np.floor", "np.round", "mixed", "np.round is taken"),
    (
        "q1-advect-answer",
        "x, y = i - vx, j - vy",
        "j = i; x, y = i - vx, j - vy",
        "advect",
        "if j goes along the first axis",
    ),
    (
        "q1-advect-answer",
        "x, y = i - vx, j - vy",
        "i = j; x, y = i - vx, j - vy",
        "advect",
        "if i goes along the second axis",
    ),
    ("q1-advect-answer", "def advect(f, vx, vy)", "def advect(vx, vy, f)", "advect", "order: f,"),
    ("q1-advect-answer", "n, m = f.shape", "n, m = f.shape; f = f.T", "advect", "at [y, x]"),
    ("q2-pressure-answer", "/ 2", "", "divergence", "twice as much"),
    ("q2-pressure-answer", "x + along_y) / 2", "x + along_y / 2)", "divergence", "should be"),
    (
        "q2-pressure-answer",
        "return (along_x + along_y) / 2",
        "return np.gradient(vx, axis=0) + np.gradient(vy, axis=1)",
        "divergence",
        "np.gradient gives",
    ),
    (
        "q2-pressure-answer",
        "return (along_x + along_y) / 2",
        "return (vx + vy)[1:-1, 1:-1]",
        "divergence",
        "np.roll keeps the shape",
    ),
    ("q2-pressure-answer", "(neighbours - d) / 4", "neighbours / 4 - d", "pressure", "all of d"),
    ("q2-pressure-answer", "np.zeros(d.shape)", "d", "pressure", "if p begins as d"),
    ("q2-pressure-answer", "range(rounds)", "range(10)", "pressure", "after ten rounds"),
    ("q2-project-answer", "return vx, vy", "return vy, vx", "project", "vx and vy are exchanged"),
    (
        "q2-project-answer",
        "    vy = vy",
        "    p = pressure(divergence(vx, vy))\n    vy = vy",
        "project",
        "found again for vy",
    ),
    ("q2-pressure-answer", "return (along_x", "return -(along_x", "divergence", "turned round"),
    ("q2-pressure-answer", "range(rounds)", "range(rounds - 1)", "pressure", "one round less"),
    ("q2-pressure-answer", "range(rounds)", "range(rounds + 1)", "pressure", "one round more"),
    ("q2-pressure-answer", "neighbours - d", "neighbours + d", "pressure", "d is subtracted"),
    ("q2-project-answer", "vx = vx - (", "vx = vx + (", "project", "`vx` of `project"),
    ("q2-project-answer", "return vx, vy", "return vx", "project", "a pair, (vx, vy)"),
]


def given_to(function: str) -> tuple[str, list[np.ndarray], list[Any]]:
    if function == "mixed":
        return "advect", [SPOT, 0.25 * WIND[0], WIND[1] + 0.5], []
    if function == "pressure":
        return function, [SPOT], [2]
    return function, [SPOT, *WIND] if function == "advect" else [SPOT, 0.5 * SPOT.T], []


@pytest.mark.parametrize(("cell", "right", "wrong", "function", "said"), ON_FIELDS)
def test_fields_that_are_wrong_are_told_in_which_way(
    cell: str, right: str, wrong: str, function: str, said: str
) -> None:
    name, given, more = given_to(function)
    text = replaced(cell, (right, wrong))
    assert said in refused(fluids.assert_values, text, name, given, "of a case", more)


def test_a_slope_that_is_no_number_is_refused_where_there_is_a_kink() -> None:
    """In still air the weight of a neighbour is 0, and a division by it gives nothing."""
    text = replaced("q1-advect-answer", ("return (1 - r)", "r = vx / vx * r; return (1 - r)"))
    given = [fields.smoke_of(4, 2), np.zeros((4, 4)), np.zeros((4, 4))]
    with np.errstate(all="ignore"):
        said = refused(fluids.assert_finite_slopes, text, "advect", given, "in still air")
    assert "is not finite" in said


@pytest.mark.parametrize(
    ("wrong", "said"),
    [("return [f, f]", "of type list"), ("return f[0]", "the shape (3, 3); it has (3,)")],
)
def test_what_is_no_field_is_told_so_before_it_is_differentiated(wrong: str, said: str) -> None:
    text = replaced("q1-advect-answer", ("n, m = f.shape", wrong))
    given = [fields.smoke_of(3, 1), *fields.drawn(3, 1, 0.9, 2)]
    assert said in refused(fluids.assert_slopes, text, "advect", given, "of drawn fields")


def test_a_project_that_changes_its_arguments_is_right() -> None:
    lecture = replaced("q2-project-answer", ("vx = vx - (", "vx -= ("), ("vy = vy - (", "vy -= ("))
    given = fields.drawn(4, 2, 2.0, 2)
    with running(Run(0)):
        fluids.assert_values(answers(lecture), "project", given, "of a wind", changes=True)
        fluids.assert_slopes(answers(lecture), "project", given, "of a wind")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("r, b = x - x0, y - y0", f"r, b = {PLAIN.format('x')} - x0, y - y0"), "by vx"),
        (("n, m = f.shape", f"f = {PLAIN.format('f')}; n, m = f.shape"), "by f"),
    ],
)
def test_what_loses_the_trace_is_told_that_nothing_was_sent_back(
    change: tuple[str, str], said: str
) -> None:
    given = [fields.smoke_of(3, 1), *fields.drawn(3, 1, 0.9, 2)]
    text = replaced("q1-advect-answer", change)
    found = refused(fluids.assert_slopes, text, "advect", given, "of drawn fields")
    assert said in found and "nothing was sent back" in found


CARRIED = "vx, vy = project(advect(vx, vx, vy), advect(vy, vx, vy))"
FRAMES = [
    ("frame_list = []", "frame_list = [smoke]", "begins with the smoke before the first step"),
    (
        "frame_list.append(smoke)",
        "frame_list.append(smoke); frame_list = [smoke] * len(frame_list)",
        "All entries are alike",
    ),
    (
        CARRIED,
        "vx, vy = advect(vx, vx, vy), advect(vy, vx, vy)",
        "without pressure",
    ),
    (
        CARRIED,
        "vx = advect(vx, vx, vy); vy = advect(vy, vx, vy); vx, vy = project(vx, vy)",
        "by a vx that has moved already",
    ),
    (
        f"{CARRIED}\n        smoke = advect(smoke, vx, vy)",
        "smoke, vx, vy = advect(smoke, vx, vy), *project(advect(vx, vx, vy), advect(vy, vx, vy))",
        "by the wind of before the step",
    ),
    (
        CARRIED,
        "vx, vy = project(vx, vy); vx, vy = advect(vx, vx, vy), advect(vy, vx, vy)",
        "pressure acts before",
    ),
    ("frame_list.append(smoke)", "frame_list = smoke", "a list of arrays"),
    ("frame_list.append(smoke)", "frame_list.append(None)", "Each entry of `frame_list`"),
    ("return smoke, frame_list", "return smoke", "a pair, (smoke, frame_list)"),
    ("return smoke, frame_list", "return smoke[0], frame_list", "shape"),
    ("frame_list = []", "frame_list = []; vx *= 0.5; vx *= 2.0; vx += 1; vx -= 1.5", "after step"),
]


@pytest.mark.parametrize(("right", "wrong", "said"), FRAMES)
def test_a_simulation_that_is_wrong_is_told_in_which_way(right: str, wrong: str, said: str) -> None:
    text = replaced("q3-answer", (right, wrong))
    assert said in refused(fluids.assert_frames, text, 4, 3, 2)


def test_a_simulation_of_no_steps_gives_the_smoke_back() -> None:
    text = replaced("q3-answer", ("return smoke, frame_list", "return frame_list[-1], frame_list"))
    with running(Run(0)), pytest.raises(Exception, match="list index out of range"):
        fluids.assert_frames(answers(text), 4, 0, 2)


def test_a_frame_that_is_a_plain_copy_is_not_differentiated() -> None:
    text = replaced("q3-answer", ("append(smoke)", f"append({PLAIN.format('smoke')})"))
    text = replaced("q3-answer", ("return smoke,", f"return {PLAIN.format('smoke')},"))
    said = refused(fluids.assert_through_simulation, text, 4, 3, 5)
    assert "`smoke` of" in said and "nothing was sent back" in said


OBJECTIVES = [
    ("np.mean(", "np.sum(", "the mean is asked for"),
    ("np.mean((final - target) ** 2)", "0.5 * np.mean((final - target) ** 2)", "half of it"),
    ("np.mean((final - target) ** 2)", "np.sqrt(np.mean((final - target) ** 2))", "the root"),
    ("np.mean((final - target) ** 2)", "(final - target) ** 2", "one number"),
    ("return np.mean(", "print(", "Is there a `return`"),
    ("velocities[0], velocities[1], smoke", "velocities[1], velocities[0], smoke", "exchanged"),
    ("final, _ = simulate", "_, final = simulate", "all frames count"),
    ("(final - target)", "(smoke - target)", "if nothing moves"),
    ("(final - target) ** 2", "np.abs(final - target)", "the mean of the sizes"),
    ("smoke, num_time_steps)", "smoke, 16)", "after 16 steps"),
]


@pytest.mark.parametrize(("right", "wrong", "said"), OBJECTIVES)
def test_an_objective_that_is_wrong_is_told_in_which_way(right: str, wrong: str, said: str) -> None:
    text = replaced("q4-slopes-answer", (right, wrong))
    assert said in refused(pictures.assert_objective, text, 4, 2, 1)


SLOPES = [
    ("return ad.value_and_grad(objective)", "return ad.grad(objective)", "a pair"),
    ("target, num_time_steps)\n    ### END", "target, num_time_steps)[::-1]\n    ### END", "first"),
    (
        "ad.value_and_grad(objective)(velocities,",
        "ad.value_and_grad(objective, 1)(velocities,",
        "shape",
    ),
]


@pytest.mark.parametrize(("right", "wrong", "said"), SLOPES)
def test_slopes_that_are_wrong_are_told_in_which_way(right: str, wrong: str, said: str) -> None:
    text = REFERENCE.pack.by_id["q4-slopes-answer"].source
    assert right in text
    assert said in refused(pictures.assert_objective_slopes, text.replace(right, wrong), 4, 2, 1)


PICTURES = [
    ("losses.append(loss)", "losses.append(slope)", "`losses[0]`"),
    ("losses.append(loss)", "pass", "the objective before each round"),
    ("return found, losses", "return found", "a pair, (velocities, losses)"),
    ("return found, losses", "return found[0], losses", "the shape (2, 6, 6)"),
    ("return found, losses", "return start, losses", "Return the wind that it came to"),
    ("return slope", "return -slope", "Is the step against the gradient"),
    ("return slope", "return 0.0 * slope", "is a step taken"),
    ("return found, losses", "return found, sorted(losses)", "of `losses`"),
    ("return found, losses", "return found, losses[:3] + losses[2:-1]", "Number 3 of"),
    ("np.zeros((2", "0.3 + np.zeros((2", "the objective at the start"),
    ("num_iters=rounds", "num_iters=10", "should hold 30 numbers"),
]


@pytest.mark.parametrize(("right", "wrong", "said"), PICTURES)
def test_a_descent_that_is_wrong_is_told_in_which_way(right: str, wrong: str, said: str) -> None:
    text = replaced("q4-picture-answer", (right, wrong))
    assert said in refused(pictures.assert_forms, text, 6, 3, 30, 0.05, 0.5)


SEGMENTS = [
    ("min(every, num_steps - begin)", "every", "it may be shorter"),
    ("checkpoints.pop()", "checkpoints.pop(0)", "begin with the last"),
    (
        "value, cotangent = ad.value_and_grad(loss)(state)",
        "value, cotangent = loss(state), np.ones(state.shape)",
        "begin with the gradient of the loss",
    ),
    (
        "(cotangent,) = pull(cotangent)",
        "cotangent = cotangent * pull(np.ones(state.shape))[0]",
        "multiplied entry by entry",
    ),
    ("ad.value_and_grad(loss)(state)", "ad.value_and_grad(loss)(checkpoints[-1][1])", "after"),
    ("return value, cotangent", "return value", "a pair"),
    ("return value, cotangent", "return cotangent, value", "one number"),
    ("(cotangent,) = pull(cotangent)", "(cotangent,) = pull(np.ones_like(cotangent))", "gradient"),
]


@pytest.mark.parametrize(("right", "wrong", "said"), SEGMENTS)
def test_segments_that_are_wrong_are_told_in_which_way(right: str, wrong: str, said: str) -> None:
    text = replaced("q5-segments-answer", (right, wrong))
    given = "neighbours", "one entry", np.array([[1.0, 0.5], [-0.25, 2.0]]), 7, 3
    assert said in refused(segments.assert_gradient, text, *given)


AT_ONCE = """
def through_segments(step, loss, state, num_steps, every):
    def whole(state):
        for _ in range(num_steps):
            state = step(state)
        return loss(state)
    return ad.value_and_grad(whole)(state)
"""
ALL_STATES = """
def through_segments(step, loss, state, num_steps, every):
    states = [state]
    for _ in range(num_steps):
        states.append(step(states[-1]))
    value, cotangent = ad.value_and_grad(loss)(states[-1])
    for k in reversed(range(num_steps)):
        (cotangent,) = ad.vjp(step, states[k])[1](cotangent)
    return value, cotangent
"""
FROM_THE_START = """
def through_segments(step, loss, state, num_steps, every):
    def after(k):
        reached = state
        for _ in range(k):
            reached = step(reached)
        return reached
    value, cotangent = ad.value_and_grad(loss)(after(num_steps))
    for k in reversed(range(num_steps)):
        (cotangent,) = ad.vjp(step, after(k))[1](cotangent)
    return value, cotangent
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [(AT_ONCE, "kept arrays"), (ALL_STATES, "kept arrays"), (FROM_THE_START, "steps")],
)
def test_what_is_kept_at_once_is_measured(text: str, said: str) -> None:
    assert said in refused(segments.assert_memory, text, 200, 14)


@pytest.mark.parametrize("last", ["pull = None", ""])
def test_a_segment_that_still_has_a_name_is_no_second_one(last: str) -> None:
    """Python keeps what a variable names; that is nobody's mistake."""
    text = replaced("q5-segments-answer", ("del pull", last or "pass"))
    with running(Run(0)):
        for steps, every in ((60, 6), (120, 3), (200, 14)):
            segments.assert_memory(answers(text), steps, every)


@pytest.mark.parametrize(
    ("given", "said"),
    [("0.0, state", "took 0 steps"), ("loss(step(state)), state", "took 1 steps")],
)
def test_memory_is_measured_of_what_goes_all_the_way_only(given: str, said: str) -> None:
    idle = f"def through_segments(step, loss, state, num_steps, every):\n    return {given}"
    assert said in refused(segments.assert_memory, idle, 60, 6)


def test_an_answer_that_measures_itself_is_measured_all_the_same() -> None:
    measuring = AT_ONCE.replace(
        "    return ad", "    import tracemalloc\n    tracemalloc.start()\n    found = ad"
    )
    measuring += "    tracemalloc.stop()\n    return found\n"
    assert "kept arrays" in refused(segments.assert_memory, measuring, 200, 14)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("return num_steps ** 0.5", "a whole number; it is 3.16"),
        ("return 0", "between 1 and 10"),
        ("return num_steps", "11 states are kept"),
        ("return 1", "One more would be right"),
        ("return 7", "That is how many states are kept"),
        ("pass", "of type None"),
    ],
)
def test_a_length_that_is_wrong_is_told_what_it_keeps(text: str, said: str) -> None:
    wrong = f"def best_every(num_steps):\n    {text}"
    assert said in refused(segments.assert_every, wrong, 10)


TRAININGS = [
    ("rates[t] * slope", "rates[-1 - t] * slope", "the last rate is taken first"),
    ("w = w - rates[t]", "w = w + rates[t]", "uphill"),
    ("w, losses = scale * direction, []", "w, losses = direction, []", "at `direction`"),
    ("rates[t] * slope", "rates[0] * slope", "the first rate"),
    (
        "losses.append(value)\n        w = w - rates[t] * slope",
        "w = w - rates[t] * slope\n        losses.append(loss(w))",
        "after each step",
    ),
    ("return w, losses", "return w, [*losses, loss(w)]", "is not asked for"),
    ("return w, losses", "return w", "a pair, (w, losses)"),
    ("return w, losses", "return w, [None]", "`losses[0]`"),
]


@pytest.mark.parametrize(("right", "wrong", "said"), TRAININGS)
def test_a_training_that_is_wrong_is_told_in_which_way(right: str, wrong: str, said: str) -> None:
    text = replaced("q6-train-answer", (right, wrong))
    given = [0.2, 0.1, 0.3], 0.5, START, "a valley"
    assert said in refused(settings.assert_train, text, *given)


def test_losses_that_are_plain_numbers_are_not_differentiated() -> None:
    lost = f"losses.append({PLAIN.format('value')})"
    text = replaced("q6-train-answer", ("losses.append(value)", lost))
    given = [0.1, 0.2], 0.5, START, "a bent valley"
    assert "`losses`" in refused(settings.assert_through_training, text, *given, "losses")


AFTER = [
    ("np.exp(settings[:-1]), np.exp(settings[-1])", "settings[:-1], settings[-1]", "logarithms"),
    ("w, _ = train", "_, losses = train", "before the last step"),
    ("np.exp(settings[-1])", "settings[-1]", "the scale is not exponentiated"),
    (
        "np.exp(settings[:-1]), np.exp(settings[-1])",
        "np.exp(settings[1:]), np.exp(settings[0])",
        "the scale is taken first",
    ),
    ("np.exp(settings[:-1])", "np.exp(settings)", "the scale is taken for a rate"),
    (
        "np.exp(settings[:-1]), np.exp(settings[-1])",
        "10 ** settings[:-1], 10 ** settings[-1]",
        "with powers of 10",
    ),
]


@pytest.mark.parametrize(("right", "wrong", "said"), AFTER)
def test_settings_that_are_misread_are_told_in_which_way(right: str, wrong: str, said: str) -> None:
    changes = [(right, wrong)]
    if "losses" in wrong:
        changes.append(("return loss(w)", "return losses[-1]"))
    text = replaced("q6-after-answer", *changes)
    assert said in refused(settings.assert_after, text, [0.2, 0.1], 0.5, START, "a valley")


TUNING = [
    ("best = np.exp(tried[int(np.nanargmin(history))])", "best = np.exp(tried[0])", "the best"),
    ("np.exp(tried[int(np.nanargmin(history))])", "tried[int(np.nanargmin(history))]", "positive"),
    ("return slope", "return -slope", "goes up"),
    ("return slope", "return 0.0 * slope", "is a step taken"),
    ("best[-1], history", "best[-1], list(np.minimum.accumulate(history))", "Number "),
    ("return best[:-1], best[-1], history", "return best, history", "three things"),
    ("return best[:-1], best[-1], history", "return best, best[-1], history", "the shape (3,)"),
    ("best[-1], history", "best[-1], [*history, 1.0]", "should hold 30 numbers"),
    (
        "np.log(np.append(rates, scale))",
        "np.append(rates, scale)",
        "after training at the start",
    ),
]


@pytest.mark.parametrize(("right", "wrong", "said"), TUNING)
def test_tuning_that_is_wrong_is_told_in_which_way(right: str, wrong: str, said: str) -> None:
    text = replaced("q7-tune-answer", (right, wrong))
    given = [0.05, 0.1, 0.2], 0.5, START, "a valley", 30, 0.1, 0.5
    assert said in refused(choosing.assert_tunes, text, *given)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("return slope * np.append(np.ones(len(rates)), 0.0)", "`scale` is the one"),
        ("return np.append(np.full(len(rates), np.sum(slope[:-1])), slope[-1])", "the same way"),
    ],
)
def test_every_setting_has_to_be_tuned_where_they_go_different_ways(wrong: str, said: str) -> None:
    text = replaced("q7-tune-answer", ("return slope", wrong))
    given = [0.6, 0.02], 1.0, START, "a valley", 40, 0.1, 0.9
    assert said in refused(choosing.assert_tunes, text, *given, all_of_them=True)


OWN_LOOP = """settings = start
    for i in range(rounds):
        settings = {}
"""


@pytest.mark.parametrize(
    "way",
    [
        "settings - step_size * np.sign(gradient(settings, i))",  # all alike, as their signs are
        "settings - 5.0 * gradient(settings, i)",  # it blows up on the way, and tells so
    ],
)
def test_any_way_down_is_right_that_gets_there(way: str) -> None:
    call = "adam(gradient, start, num_iters=rounds, step_size=step_size, progress=True)"
    text = replaced("q7-tune-answer", (call, OWN_LOOP.format(way)))
    given = [0.05, 0.1, 0.2], 0.5, START, "a high valley", 12, 0.1, 1.0
    with running(Run(0)), np.errstate(all="ignore"):
        choosing.assert_tunes(answers(text), *given)


LENGTHS = """
def form_picture(smoke, target, steps, rounds=60, step_size=0.05):
    wind, losses = np.zeros((2, *smoke.shape)), []
    for _ in range(rounds):
        value, slope = slopes(wind, smoke, target, steps)
        losses.append(value)
        tried = [wind - 2.0**k * step_size * slope / np.abs(slope).max() for k in range(-4, 8)]
        wind = min(tried, key=lambda one: objective(one, smoke, target, steps))
    return wind, losses
"""
PRINTED = """
def form_picture(smoke, target, steps, rounds=60, step_size=0.05):
    losses = []
    def written_out(wind):
        vx, vy, now = wind[0], wind[1], smoke
        for _ in range(steps):
            vx, vy = project(advect(vx, vx, vy), advect(vy, vx, vy))
            now = advect(now, vx, vy)
        return np.mean((now - target) ** 2)
    def gradient(wind, i):
        value, slope = ad.value_and_grad(written_out)(wind)
        losses.append(value)
        if i % 10 == 0:
            simulate(vx=wind[0], vy=wind[1], smoke=smoke, num_time_steps=1)
        return slope
    start = np.zeros((2, *smoke.shape))
    return adam(gradient, start, num_iters=rounds, step_size=step_size), losses
"""


@pytest.mark.parametrize("text", [LENGTHS, PRINTED], ids=["many lengths", "another way"])
def test_what_was_simulated_besides_is_nobody_s_mistake(text: str) -> None:
    with running(Run(0)):
        pictures.assert_forms(answers(text), 6, 3, 30, 0.05, 0.5)


def test_a_list_is_followed_through_what_is_no_number() -> None:
    nan = float("nan")
    assert histories.not_in_order([3.0, nan, 1.0], [3.0, 2.0, nan, nan, 1.0]) is None
    assert histories.not_in_order([3.0, nan, 1.0], [3.0, 1.0, nan]) == 2


GRIDS = [
    ("np.geomspace(", "np.linspace(", "even distances"),
    ("int(budget**0.5)", "budget // 2", "Train once"),
    ("int(budget**0.5)", "int(budget**0.5) - 1", "the best of 4 rates"),
    ("return lowest", "return lowest[0], *np.log(lowest[1:])", "Those are logarithms"),
    ("return lowest", "return lowest[0]", "three numbers"),
    (
        "if np.isfinite",
        "after_training(settings, direction, loss)\n            if np.isfinite",
        "Train once",
    ),
    ("lowest = (value, rate, scale)", "lowest = (value, scale, rate)", "exchanged"),
    ("np.isfinite(value) and value < lowest[0]", "not value >= lowest[0]", "`lowest`"),
]


@pytest.mark.parametrize(("right", "wrong", "said"), GRIDS)
def test_a_search_that_is_wrong_is_told_in_which_way(right: str, wrong: str, said: str) -> None:
    text = replaced("q7-grid-answer", (right, wrong))
    blown_up = "places" in said or "Train once" in said or ">=" in wrong
    given = (25, 12, 40.0 * START) if blown_up else (26, 1, np.array([-0.8, 0.4]))
    loss = "a bent valley" if blown_up else "a valley"
    assert said in refused(choosing.assert_searches, text, *given, loss)


def test_a_whole_whose_parts_do_not_fit_is_refused() -> None:
    still = "def form_picture(smoke, target, steps, rounds=60, step_size=0.05):\n"
    still += "    return np.zeros((2, *smoke.shape)), [0.0] * rounds"
    said = refused(whole.assert_whole_picture, still, 6, 3, 20, 2)
    assert "should bring the objective" in said
    other = replaced("q5-segments-answer", ("return value, cotangent", "return value, -cotangent"))
    said = refused(whole.assert_whole_picture, other, 6, 3, 20, 2)
    assert "the gradient of `through_segments`" in said


UPHILL = ("q1-advect-answer", ("i - vx, j - vy", "i + vx, j + vy"))
FORWARD = ("q6-train-answer", ("w = w - rates[t]", "w = w + rates[t]"))
#: A function that is wrong, a claim about one that uses it, and which one is to be mended first.
USED: list[Any] = [
    (UPHILL, lambda s: fluids.assert_frames(s, 4, 2, 3), "`advect`, which it uses,"),
    (UPHILL, lambda s: pictures.assert_objective(s, 4, 2, 1), "`advect`, which it uses,"),
    (UPHILL, lambda s: pictures.assert_objective_slopes(s, 4, 2, 1), "`advect`, which it uses,"),
    (
        ("q2-pressure-answer", ("(along_x + along_y) / 2", "along_x")),
        lambda s: fluids.assert_values(s, "project", [SPOT, SPOT.T], "of spots", changes=True),
        "`divergence`, which it uses,",
    ),
    (
        ("q4-slopes-answer", ("np.mean(", "np.sum(")),
        lambda s: pictures.assert_forms(s, 6, 2, 30, 0.05, 0.5),
        "`objective`, which it uses,",
    ),
    (FORWARD, lambda s: settings.assert_after(s, [0.2, 0.1], 0.5, START, "a valley"), "`train`,"),
    (FORWARD, lambda s: choosing.assert_searches(s, 11, 2, START, "a valley"), "`train`, which"),
]


@pytest.mark.parametrize(("wrong", "claim", "said"), USED)
def test_a_function_that_is_wrong_itself_is_named_where_another_uses_it(
    wrong: tuple[str, tuple[str, str]], claim: Callable[[Any], None], said: str
) -> None:
    cell, change = wrong
    told = refused(claim, replaced(cell, change))
    assert f"{said}" in told and "get its own check right first" in told


@pytest.mark.parametrize(
    ("claim", "change"),
    [
        (lambda s: fluids.assert_slopes(s, "advect", [SPOT, *WIND], "of a spot"), UPHILL),
        (lambda s: fluids.assert_through_simulation(s, 4, 2, 3), UPHILL),
    ],
)
def test_where_values_are_wrong_those_are_to_be_mended_before_the_gradient(
    claim: Callable[[Any], None], change: tuple[str, tuple[str, str]]
) -> None:
    assert fluids.VALUES_FIRST in refused(claim, replaced(change[0], change[1]))


def test_what_fits_a_spot_alone_is_not_said() -> None:
    """Without smoke where one looks, any way gives 0: drawn fields tell them apart."""
    text = "def advect(f, vx, vy):\n    return np.zeros(f.shape)"
    said = refused(fluids.assert_values, text, "advect", [fields.spot(4, 3, 1), *WIND], "of a spot")
    assert said.endswith("it is 0.")


def test_a_number_that_nothing_came_to_is_named_without_one_before_it() -> None:
    with pytest.raises(CheckFailure) as failure:
        histories.assert_history([2.0, 1.0], 2, 2.0, [3.0, 1.0], "`losses`", "it", lambda: "")
    assert "Nothing that was computed came to that" in str(failure.value)


def test_a_count_that_never_ends_is_told_where_memory_is_measured() -> None:
    text = """
def through_segments(step, loss, state, num_steps, every):
    while True:
        state = step(state)
"""
    assert "Twice 12 are enough" in refused(segments.assert_memory, text, 12, 3)
