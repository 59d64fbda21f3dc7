"""Q3, one step after another: the frames, and the derivatives of what comes out."""

import pytest
from hypothesis import strategies as st

from autograder.asking.cases import for_all
from autograder.asking.simulations.fluids import assert_frames, assert_through_simulation

SEEDS = st.integers(0, 2**16)


@pytest.mark.points(1, cell="q3-frames")
def test_frames(submission):
    """simulate gives the smoke at the end, and a frame for each step."""
    assert_frames(submission, 4, 1, 1)
    assert_frames(submission, 4, 3, 2)


@pytest.mark.hidden
@pytest.mark.points(3, cell="q3-frames")
def test_frames_anything(submission):
    """simulate is right for any number of steps, also for none, and changes no argument."""
    assert_frames(submission, 5, 0, 3)
    assert_frames(submission, 3, 9, 4)
    for_all(
        lambda seed: assert_frames(submission, 3 + seed % 4, 1 + seed % 5, seed), SEEDS, examples=4
    )


@pytest.mark.points(1, cell="q3-slopes")
def test_simulate_slopes(submission):
    """The smoke at the end is differentiated by the wind and the smoke at the start."""
    assert_through_simulation(submission, 4, 2, 1)


@pytest.mark.hidden
@pytest.mark.points(3, cell="q3-slopes")
def test_simulate_slopes_anything(submission):
    """The smoke at the end is differentiated for any number of steps."""
    for_all(
        lambda seed: assert_through_simulation(submission, 3 + seed % 3, 1 + seed % 3, seed),
        SEEDS,
        examples=3,
    )
    assert_through_simulation(submission, 3, 7, 5)
