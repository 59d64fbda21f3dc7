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
from autograder.language import say


@goes_on_in_surveys
def assert_whole_picture(submission: Any, n: int, steps: int, rounds: int, every: int) -> None:
    """Check that a picture is formed, and that its gradient in segments is the same as at once."""
    smoke, target = task(n)
    found = submission.run(probes.whole_picture, smoke, target, steps, rounds, 0.05, every)
    what = say(
        "`form_picture(smoke, target, {steps}, rounds={rounds})` of the whole notebook",
        steps=steps,
        rounds=rounds,
    )
    if isinstance(found, dict) and "of" in found:
        wanted = {
            "form_picture": say("a pair, of velocities of shape {what} and a list", what=(2, n, n)),
            "slopes": say("a pair, of the objective and its gradient"),
            "through_segments": say(
                "a pair, of the loss and a gradient of shape {what}", what=(3, n, n)
            ),
        }
        named = say("`{of}` of the whole notebook", of=found["of"])
        refuse_odd(found, say("What {named} gives", named=named), wanted[found["of"]])
    velocities = found["velocities"]
    if not np.all(np.isfinite(velocities)):
        raise CheckFailure(
            say("`velocities` of {what} are not all finite numbers.", what=what), "value"
        )
    still = float(objective(np.zeros((2, n, n)), smoke, target, steps))
    value, slope = ad.value_and_grad(objective)(velocities, smoke, target, steps)
    if not value <= 0.7 * still:
        raise CheckFailure(
            say(
                "{what} should bring the objective from {still} down to {still_2} or less; "
                "with the wind that it returns it is {value}.",
                what=what,
                still=shown(still),
                still_2=shown(0.7 * still),
                value=shown(value),
            ),
            "value",
        )
    assert_array(
        np.reshape(found["value"], ()), np.array(value), say("`slopes` there: the objective")
    )
    assert_array(found["slope"], slope, say("`slopes` there: the gradient"))
    segments = say(
        "`through_segments` of your simulation of {steps} steps, {every} in a segment,",
        steps=steps,
        every=every,
    )
    assert_array(
        np.reshape(found["again"], ()),
        np.array(value),
        say("The loss of {segments}", segments=segments),
    )
    assert_array(
        found["through"], slope, say("The gradient of {segments} by the wind", segments=segments)
    )
