"""Q1, smoke is carried along: whole cells, parts of cells, edges, and what is sent back."""

import numpy as np
import pytest
from hypothesis import strategies as st

from autograder.asking.cases import for_all
from autograder.asking.simulations.fields import drawn, smoke_of, spot
from autograder.asking.simulations.fluids import (
    assert_finite_slopes,
    assert_slopes,
    assert_values,
)

SEEDS = st.integers(0, 2**16)


def wind(n, vx, vy):
    return np.full((n, n), vx), np.full((n, n), vy)


@pytest.mark.points(2, cell="q1-advect")
def test_advect(submission):
    """advect moves smoke by whole cells and by parts of cells."""
    in_middle = "of smoke in the cell (0, 2) of 4 x 4 cells"
    one = spot(4, 0, 2)
    assert_values(submission, "advect", [one, *wind(4, 1.0, 0.0)], f"{in_middle}, vx = 1, vy = 0")
    assert_values(submission, "advect", [one, *wind(4, 0.0, 1.0)], f"{in_middle}, vx = 0, vy = 1")
    assert_values(
        submission, "advect", [one, *wind(4, 0.25, 0.5)], f"{in_middle}, vx = 0.25, vy = 0.5"
    )


@pytest.mark.hidden
@pytest.mark.points(3, cell="q1-advect")
def test_advect_anything(submission):
    """advect mixes four cells with the right weights, in any wind, and changes no argument."""
    one = spot(5, 2, 3)
    for vx, vy in ((0.75, 0.0), (0.0, -0.25), (-0.5, 0.125), (1.25, -1.75)):
        of = f"of smoke in the cell (2, 3) of 5 x 5 cells, vx = {vx}, vy = {vy}"
        assert_values(submission, "advect", [one, *wind(5, vx, vy)], of)
    whole = np.array([[1, 0, -1], [0, 2, 0], [-1, 0, 1]])
    counts = np.arange(9).reshape(3, 3)
    assert_values(submission, "advect", [counts, whole, -whole], "of whole numbers")

    def asked(seed):
        n = 3 + seed % 4
        of = f"of drawn fields of {n} x {n} cells"
        assert_values(submission, "advect", drawn(n, seed, 0.9, 3), of)

    for_all(asked, SEEDS, examples=8)


@pytest.mark.points(1, cell="q1-edges")
def test_edges(submission):
    """What leaves the world at one edge comes in at the opposite one."""
    for i, j, vx, vy in ((3, 1, 1.0, 0.0), (1, 3, 0.0, 1.0), (0, 2, -9.0, 0.0)):
        of = f"of smoke in the cell ({i}, {j}) of 4 x 4, vx = {vx:g}, vy = {vy:g}"
        given = [spot(4, i, j), *wind(4, vx, vy)]
        assert_values(submission, "advect", given, of, changes=True)


@pytest.mark.hidden
@pytest.mark.points(2, cell="q1-edges")
def test_edges_often(submission):
    """The world has no edge, also for a wind that goes round it several times."""
    for vx, vy in ((-1.5, 0.25), (6.25, -5.5), (-9.0, 0.0), (0.5, 11.5)):
        of = f"of smoke in the first cell of 4 x 4, vx = {vx}, vy = {vy}"
        given = [spot(4, 0, 0), *wind(4, vx, vy)]
        assert_values(submission, "advect", given, of, changes=True)

    def asked(seed):
        vx, vy = drawn(4, seed, 9.0, 2)
        of = "of drawn fields of 4 x 4 cells, in a strong wind"
        assert_values(submission, "advect", [smoke_of(4, seed), vx, vy], of, changes=True)

    for_all(asked, SEEDS, examples=5)


@pytest.mark.points(2, cell="q1-slopes")
def test_advect_slopes(submission):
    """advect sends back what belongs to the field and to the wind."""
    given = [smoke_of(3, 1), *drawn(3, 1, 0.9, 2)]
    assert_slopes(submission, "advect", given, "of drawn fields of 3 x 3 cells")


@pytest.mark.hidden
@pytest.mark.points(4, cell="q1-slopes")
def test_advect_slopes_anything(submission):
    """advect sends back the right derivatives in any wind, beyond the edges too."""

    def asked(seed):
        n = 3 + seed % 3
        given = drawn(n, seed, 3.0, 3)
        assert_slopes(submission, "advect", given, f"of drawn fields of {n} x {n} cells")

    for_all(asked, SEEDS, examples=5)
    assert_finite_slopes(submission, "advect", [smoke_of(4, 2), *wind(4, 0.0, 0.0)], "in still air")
