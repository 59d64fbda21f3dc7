"""The claim about the whole: one notebook's simulation, its gradient and its segments together."""

from __future__ import annotations

from typing import Any

import numpy as np

import adlearn as ad
from autograder.asking.assertions import assert_array
from autograder.asking.cases import goes_on_in_surveys
from autograder.asking.refusals import refuse_odd
from autograder.asking.simulations import probes
from autograder.asking.simulations.fluids import shown
from autograder.asking.simulations.pictures import objective, task
from autograder.errors import CheckFailure


@goes_on_in_surveys
def assert_whole_picture(submission: Any, n: int, steps: int, rounds: int, every: int) -> None:
    """Check that a picture is formed, and that its gradient in segments is the same as at once."""
    smoke, target = task(n)
    found = submission.run(probes.whole_picture, smoke, target, steps, rounds, 0.05, every)
    what = f"`form_picture(smoke, target, {steps}, rounds={rounds})` of the whole notebook"
    if isinstance(found, dict) and "of" in found:
        wanted = {
            "form_picture": f"a pair, of velocities of shape {(2, n, n)} and a list",
            "slopes": "a pair, of the objective and its gradient",
            "through_segments": f"a pair, of the loss and a gradient of shape {(3, n, n)}",
        }
        named = f"`{found['of']}` of the whole notebook"
        refuse_odd(found, f"What {named} gives", wanted[found["of"]])
    velocities = found["velocities"]
    if not np.all(np.isfinite(velocities)):
        raise CheckFailure(f"`velocities` of {what} are not all finite numbers.", "value")
    still = float(objective(np.zeros((2, n, n)), smoke, target, steps))
    value, slope = ad.value_and_grad(objective)(velocities, smoke, target, steps)
    if not value <= 0.7 * still:
        raise CheckFailure(
            f"{what} should bring the objective from {shown(still)} down to {shown(0.7 * still)} "
            f"or less; with the wind that it returns it is {shown(value)}.",
            "value",
        )
    assert_array(np.reshape(found["value"], ()), np.array(value), "`slopes` there: the objective")
    assert_array(found["slope"], slope, "`slopes` there: the gradient")
    segments = f"`through_segments` of your simulation of {steps} steps, {every} in a segment,"
    assert_array(np.reshape(found["again"], ()), np.array(value), f"The loss of {segments}")
    assert_array(found["through"], slope, f"The gradient of {segments} by the wind")
