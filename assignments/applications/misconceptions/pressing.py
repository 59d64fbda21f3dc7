"""Wrong ways of pressure: another divergence, other rounds, and a push that goes elsewhere."""

import numpy as np

from autograder.explaining.misconceptions import misconception


def ahead(p, axis):
    """What is in the next cell along an axis."""
    return np.roll(p, -1, axis=axis)


def behind(p, axis):
    """What is in the cell before along an axis."""
    return np.roll(p, 1, axis=axis)


def across(p, axis):
    """What a field grows by from the cell before to the next one, halved."""
    return (ahead(p, axis) - behind(p, axis)) / 2


def one_sided(way):
    """The difference to one neighbour, halved where `way` says so."""
    part = 0.5 if "halved" in way else 1.0
    if "ahead" in way:
        return lambda p, axis: part * (ahead(p, axis) - p)
    return lambda p, axis: part * (p - behind(p, axis))


@misconception("q2", ways=("both", "x", "y"))
def divergence_turned_round(ns, way):
    """The sign is turned round, of all of it or of one part. `np.roll` by 1 brings what was before,
    `np.roll` by -1 what comes next.

    In `np.roll(np.arange(4), -1)`, what stands at place 0?
    """
    along_x, along_y = 1 if way == "y" else -1, 1 if way == "x" else -1
    ns.divergence = lambda vx, vy: along_x * across(vx, 0) + along_y * across(vy, 1)


@misconception("q2", ways=("both", "y"))
def divergence_not_halved(ns, way):
    """It is not divided by 2, or only one part of it is. From the cell before to the next one there
    are two cells.

    If vx grows by 1 from each cell to the next, what is the divergence?
    """
    part = 2 if way == "both" else 1
    ns.divergence = lambda vx, vy: part * across(vx, 0) + 2 * across(vy, 1)


@misconception("q2")
def divergence_axes_exchanged(ns):
    """The changes of vx along y are added to those of vy along x. What flows out through a wall
    goes across it.

    Along which axis has vx to grow, so that more flows out of a cell than into it?
    """
    ns.divergence = lambda vx, vy: across(vx, 1) + across(vy, 0)


@misconception("q2", ways=("x", "y"))
def divergence_is_a_curl(ns, way):
    """The two parts are subtracted. What comes out has to do with how much the air turns, and not
    with how much flows out.

    If much flows out along x, and much along y, should that be 0?
    """
    sign = 1 if way == "x" else -1
    ns.divergence = lambda vx, vy: sign * (across(vx, 1) - across(vy, 0))


@misconception("q2", ways=("ahead", "behind", "ahead, halved", "behind, halved"))
def divergence_to_one_neighbour(ns, way):
    """The differences are those to one neighbour, and not from the cell before to the next one.

    Which two entries of vx stand in the formula for the cell (2, 3)?
    """
    grown = one_sided(way)
    ns.divergence = lambda vx, vy: grown(vx, 0) + grown(vy, 1)


@misconception("q2", ways=("x", "y"))
def divergence_along_one_axis(ns, way):
    """Only one of the two winds is looked at.

    What flows out of a cell if vx is 0 everywhere and vy is not?
    """
    ns.divergence = lambda vx, vy: across(vx, 0) if way == "x" else across(vy, 1)


def bordered(p, along):
    """What is beyond the edges of a field, `along` a mode of `np.pad`, without NumPy's padding."""
    i = np.arange(-1, p.shape[0] + 1)
    j = np.arange(-1, p.shape[1] + 1)
    inside_x, inside_y = np.clip(i, 0, p.shape[0] - 1), np.clip(j, 0, p.shape[1] - 1)
    wide = p[inside_x][:, inside_y]
    if along == "edge":
        return wide
    return wide * np.outer(inside_x == i, inside_y == j)


@misconception("q2", ways=("gradient", "edge", "zeros", "zeros at the edges"))
def divergence_edges_not_joined(ns, way):
    """At the edges it does something of its own, as `np.gradient` does. But the first cell follows
    the last one.

    Which cell is before the cell (0, 3)?
    """

    def grown(p, axis):
        if way in ("edge", "zeros"):
            wide = bordered(p, way)
            two = (
                (wide[2:, 1:-1], wide[:-2, 1:-1])
                if axis == 0
                else (wide[1:-1, 2:], wide[1:-1, :-2])
            )
            return (two[0] - two[1]) / 2
        at = np.arange(p.shape[axis]).reshape((-1, 1) if axis == 0 else (1, -1))
        first, last = at == 0, at == p.shape[axis] - 1
        if way == "zeros at the edges":
            return np.where(first | last, 0.0, across(p, axis))
        inside = np.where(first, ahead(p, axis) - p, across(p, axis))
        return np.where(last, p - behind(p, axis), inside)

    ns.divergence = lambda vx, vy: grown(vx, 0) + grown(vy, 1)


@misconception("q2", ways=("divergence", "pressure"))
def pressing_gives_nothing(ns, way):
    """What comes out is nothing, or zeros.

    With one number 1 in the middle of zeros, which cells should not be 0?
    """
    if way == "divergence":
        ns.divergence = lambda vx, vy: np.zeros(vx.shape)
    else:
        ns.pressure = lambda d, rounds=10: np.zeros(d.shape)


@misconception("q2", ways=("divergence", "pressure", "project"))
def pressing_returns_none(ns, way):
    """Nothing is returned, so that None comes out.

    Which line of yours begins with `return`?
    """
    if way == "pressure":
        ns.pressure = lambda d, rounds=10: None
    else:
        setattr(ns, way, lambda vx, vy: None)


def around(p):
    """The sum of the four neighbours of each cell."""
    return ahead(p, 0) + behind(p, 0) + ahead(p, 1) + behind(p, 1)


def rounds_of(
    ns,
    new=lambda p, d: (around(p) - d) / 4,
    start=lambda d: np.zeros(d.shape),
    times=lambda rounds: rounds,
):
    """pressure anew: `new(p, d)` is what it is after a round."""

    def pressure(d, rounds=10):
        p = start(d)
        for _ in range(times(rounds)):
            p = new(p, d)
        return p

    ns.pressure = pressure


@misconception("q2")
def pressure_adds_the_divergence(ns):
    """The divergence is added, and should be subtracted. So pressure is low where air piles up.

    Where more air flows in than out, which sign has d, and should pressure be high there?
    """
    rounds_of(ns, lambda p, d: (around(p) + d) / 4)


@misconception("q2")
def pressure_divergence_not_divided(ns):
    """Only the neighbours are divided by 4. The divergence stands in the bracket, too.

    With p = 0 everywhere and d = 1, what is p after the first round?
    """
    rounds_of(ns, lambda p, d: around(p) / 4 - d)


@misconception("q2")
def pressure_without_the_divergence(ns):
    """The divergence is not used in the rounds. The mean of zeros is 0, as often as you take it.

    What makes the pressure differ from 0 in the first round?
    """
    rounds_of(ns, lambda p, d: around(p) / 4, start=lambda d: d)


@misconception("q2", ways=("rows", "columns", "backwards"))
def pressure_cell_by_cell(ns, way):
    """Cells use what others became in the same round: the new numbers are written where the old
    ones are still needed.

    In which array are the values of the round before, when the second cell is computed?
    """

    def new(p, d):
        n, m = p.shape
        places = [(i, j) for i in range(n) for j in range(m)]
        if way != "rows":
            places = (
                [(i, j) for j in range(m) for i in range(n)] if way == "columns" else places[::-1]
            )
        for i, j in places:
            near = p[(i + 1) % n, j] + p[i - 1, j] + p[i, (j + 1) % m] + p[i, j - 1]
            p[i, j] = (near - d[i, j]) / 4
        return p

    rounds_of(ns, new)


@misconception("q2")
def pressure_one_round_less(ns):
    """It is the pressure after one round less.

    How often does `for k in range(1, rounds)` go round?
    """
    rounds_of(ns, times=lambda rounds: rounds - 1)


@misconception("q2")
def pressure_one_round_more(ns):
    """It is the pressure after one round more: it goes round once too often, or starts with what is
    the first round already.

    With `rounds` 0, what should come out?
    """
    rounds_of(ns, times=lambda rounds: rounds + 1)


@misconception("q2", ways=("ten", "one"))
def pressure_rounds_of_its_own(ns, way):
    """It goes round as often as it likes, whatever `rounds` says.

    What is the argument `rounds` for, and what is the 10 that stands there?
    """
    rounds_of(ns, times=lambda rounds: 10 if way == "ten" else 1)


@misconception("q2", ways=("d", "-d", "ones"))
def pressure_does_not_start_from_zeros(ns, way):
    """It does not start from 0: it starts from the divergence, or from ones.

    Before the first round, how large is the pressure in each cell?
    """
    starts = {"d": lambda d: d, "-d": lambda d: -d, "ones": lambda d: np.ones(d.shape)}
    rounds_of(ns, start=starts[way])


@misconception("q2", ways=("in a mean of five", "in the sum"))
def pressure_counts_the_cell_itself(ns, way):
    """The cell itself is counted with its neighbours.

    For the new pressure in the cell (2, 3), is the old one in (2, 3) needed?
    """
    parts = 5 if way == "in a mean of five" else 4
    rounds_of(ns, lambda p, d: (around(p) + p - d) / parts)


@misconception("q2", ways=("x", "y"))
def pressure_neighbours_along_one_axis(ns, way):
    """Only the neighbours along one axis are added up, or those along one axis twice.

    How many neighbours has a cell, and by which `axis` does `np.roll` find each?
    """
    axis = 0 if way == "x" else 1
    rounds_of(ns, lambda p, d: (2 * (ahead(p, axis) + behind(p, axis)) - d) / 4)


@misconception("q2")
def pressure_neighbours_at_the_corners(ns):
    """The neighbours are those at the corners: both indices change at once.

    Which cells share a wall with the cell (2, 3)?
    """
    corners = (ahead, behind)
    rounds_of(ns, lambda p, d: (sum(a(b(p, 1), 0) for a in corners for b in corners) - d) / 4)


@misconception("q2", ways=("edge", "zeros"))
def pressure_edges_not_joined(ns, way):
    """Beyond the edges the pressure is 0, or that of the last cell again. But the first cell
    follows the last one.

    Which are the four neighbours of the cell (0, 0)?
    """

    def new(p, d):
        wide = bordered(p, way)
        near = wide[2:, 1:-1] + wide[:-2, 1:-1] + wide[1:-1, 2:] + wide[1:-1, :-2]
        return (near - d) / 4

    rounds_of(ns, new)


@misconception("q2")
def pressure_forgets_the_round_before(ns):
    """Each round starts from zeros again, so that all rounds give the same.

    Where do you keep what came out of the round before?
    """
    rounds_of(ns, lambda p, d: (around(np.zeros(d.shape)) - d) / 4)


def pushed(ns, push=across, part=-1, pressure=None, axes=(0, 1), result=None):
    """project anew: `push` of the pressure along an axis, times `part`, is added to the wind."""

    def project(vx, vy):
        p = pressure(vx, vy) if pressure else ns.pressure(ns.divergence(vx, vy))
        new = vx + part * push(p, axes[0]), vy + part * push(p, axes[1])
        return result(vx, vy, *new) if result else new

    ns.project = project


@misconception("q2")
def project_pushes_to_high_pressure(ns):
    """The push has the wrong sign: it goes from low pressure to high.

    If pressure grows along x, should vx get larger or smaller?
    """
    pushed(ns, part=1)


@misconception("q2")
def project_push_not_halved(ns):
    """The push is not divided by 2. From the cell before to the next one there are two cells.

    If the pressure grows by 1 from each cell to the next, how strong is the push?
    """
    pushed(ns, part=-2)


@misconception("q2")
def project_axes_exchanged(ns):
    """vx is pushed by the pressure along y, and vy by the pressure along x.

    If pressure differs along x alone, which of the two winds should change?
    """
    pushed(ns, axes=(1, 0))


@misconception("q2", ways=("x", "y"))
def project_pushes_along_one_axis(ns, way):
    """Only one of the two winds is pushed.

    Where the pressure is high, in how many directions does air flow away?
    """
    if way == "x":
        pushed(ns, result=lambda vx, vy, new_vx, new_vy: (new_vx, vy))
    else:
        pushed(ns, result=lambda vx, vy, new_vx, new_vy: (vx, new_vy))


@misconception("q2", ways=("ahead", "behind", "ahead, halved", "behind, halved"))
def project_pushes_by_one_neighbour(ns, way):
    """The push is the difference to one neighbour. It should be the one from the cell before to the
    next.

    Which two entries of p stand in the formula for the cell (2, 3)?
    """
    pushed(ns, one_sided(way))


@misconception("q2", ways=("one", "twenty", "forty", "hundred"))
def project_rounds_of_its_own(ns, way):
    """The pressure is that after another number of rounds. Ten are asked for.

    What does `pressure(d)` give, if you do not say how many rounds?
    """
    times = {"one": 1, "twenty": 20, "forty": 40, "hundred": 100}[way]
    pushed(ns, pressure=lambda vx, vy: ns.pressure(ns.divergence(vx, vy), times))


@misconception("q2")
def project_pushes_by_the_divergence(ns):
    """The wind is pushed by differences of the divergence, and not of the pressure.

    Which equation does the pressure solve, and where do you solve it?
    """
    pushed(ns, pressure=lambda vx, vy: ns.divergence(vx, vy))


@misconception("q2", ways=("x first", "y first"))
def project_pressure_of_half_the_push(ns, way):
    """The pressure is computed anew after one of the two winds was pushed. Both are pushed by the
    same pressure.

    How often does `pressure` have to be called in a step?
    """

    def project(vx, vy):
        if way == "x first":
            vx = vx - across(ns.pressure(ns.divergence(vx, vy)), 0)
            return vx, vy - across(ns.pressure(ns.divergence(vx, vy)), 1)
        vy = vy - across(ns.pressure(ns.divergence(vx, vy)), 1)
        return vx - across(ns.pressure(ns.divergence(vx, vy)), 0), vy

    ns.project = project


@misconception("q2")
def project_returns_what_came_in(ns):
    """What is returned is the wind as it came in. The pushed one got lost.

    Which names stand after `return`, and what was assigned to them last?
    """
    ns.project = lambda vx, vy: (vx, vy)


@misconception("q2", ways=("push", "push, turned round"))
def project_returns_the_push(ns, way):
    """What is returned is the push alone, and not the wind after it.

    If the pressure is the same everywhere, should there be no wind?
    """
    sign = 1 if way == "push" else -1
    pushed(ns, result=lambda vx, vy, new_vx, new_vy: (sign * (vx - new_vx), sign * (vy - new_vy)))


@misconception("q2")
def project_winds_exchanged(ns):
    """The two winds are returned in the other order.

    What comes first, vx or vy?
    """
    pushed(ns, result=lambda vx, vy, new_vx, new_vy: (new_vy, new_vx))
