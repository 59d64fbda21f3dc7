"""Q2, air does not pile up: divergence, pressure, and the push."""

import pytest
from hypothesis import strategies as st

from autograder.asking.cases import for_all
from autograder.asking.simulations.fields import drawn, spot
from autograder.asking.simulations.fluids import assert_slopes, assert_values

SEEDS = st.integers(0, 2**16)


@pytest.mark.points(1, cell="q2-divergence")
def test_divergence(submission):
    """divergence is what flows out of a cell, less what flows in."""
    still, one = spot(4, 1, 2) * 0.0, spot(4, 1, 2)
    assert_values(
        submission, "divergence", [one, still], "with vx = 1 in the cell (1, 2) and 0 elsewhere"
    )
    of = "with vy = 1 in the cell (1, 2) and 0 elsewhere"
    assert_values(submission, "divergence", [still, one], of)
    assert_slopes(submission, "divergence", [still, one], of)


@pytest.mark.hidden
@pytest.mark.points(2, cell="q2-divergence")
def test_divergence_anything(submission):
    """divergence is right for any wind, and is differentiated."""

    def asked(seed):
        given = drawn(3 + seed % 4, seed, 2.0, 2)
        of = f"of a drawn wind of {len(given[0])} x {len(given[0])} cells"
        assert_values(submission, "divergence", given, of)
        assert_slopes(submission, "divergence", given, of)

    for_all(asked, SEEDS, examples=5)


@pytest.mark.points(1, cell="q2-pressure")
def test_pressure(submission):
    """pressure is that after so many rounds, all cells at once."""
    one = spot(4, 1, 2)
    of = "with d = 1 in the cell (1, 2) and 0 elsewhere"
    assert_values(submission, "pressure", [one], of, [1])
    assert_values(submission, "pressure", [one], of, [2])
    assert_slopes(submission, "pressure", [one], of)


@pytest.mark.hidden
@pytest.mark.points(3, cell="q2-pressure")
def test_pressure_anything(submission):
    """pressure is right for any divergence and number of rounds, and is differentiated."""

    def asked(seed):
        n = 3 + seed % 4
        given = drawn(n, seed, 2.0)
        of = f"of a drawn divergence of {n} x {n} cells"
        assert_values(submission, "pressure", given, of)
        assert_values(submission, "pressure", given, of, [seed % 6])
        assert_slopes(submission, "pressure", given, of)

    for_all(asked, SEEDS, examples=4)
    assert_values(submission, "pressure", drawn(4, 5, 2.0), "of a drawn divergence", [13])


@pytest.mark.points(2, cell="q2-project")
def test_project(submission):
    """project pushes the wind from high pressure to low."""
    still, one = spot(4, 1, 2) * 0.0, spot(4, 1, 2)
    of = "with vx = 1 in the cell (1, 2) and no wind elsewhere"
    assert_values(submission, "project", [one, still], of, changes=True)
    assert_slopes(submission, "project", [one, still], of)


@pytest.mark.hidden
@pytest.mark.points(3, cell="q2-project")
def test_project_anything(submission):
    """project is right for any wind, and is differentiated."""

    def asked(seed):
        given = drawn(3 + seed % 4, seed, 2.0, 2)
        of = f"of a drawn wind of {len(given[0])} x {len(given[0])} cells"
        assert_values(submission, "project", given, of, changes=True)
        assert_slopes(submission, "project", given, of)

    for_all(asked, SEEDS, examples=5)
