"""Wrong ways to carry smoke along: the other way, past the edges, or with other parts of cells."""

import numpy as np

from autograder.explaining.misconceptions import misconception


def wrapped(k, n):
    """The cell k of n, where the first follows the last."""
    return np.mod(k, n)


def mixed(f, r, b, x0, x1, y0, y1):
    """The mean of four cells, by how far the place is beyond the first."""
    return (1 - r) * ((1 - b) * f[x0, y0] + b * f[x0, y1]) + r * (
        (1 - b) * f[x1, y0] + b * f[x1, y1]
    )


def install(
    ns,
    place=lambda i, j, vx, vy: (i - vx, j - vy),
    down=np.floor,
    beyond=lambda x, x0: x - x0,
    near=wrapped,
    far=lambda x0, n: np.mod(x0 + 1, n),
    mix=mixed,
    indexing="ij",
):
    """advect anew: `place` is where a cell looks, `near` and `far` are the cells around it."""

    def advect(f, vx, vy):
        n, m = f.shape
        i, j = np.meshgrid(np.arange(n), np.arange(m), indexing=indexing)
        x, y = place(i, j, vx, vy)
        x0, y0 = down(x).astype(int), down(y).astype(int)
        r, b = beyond(x, x0), beyond(y, y0)
        return mix(f, r, b, near(x0, n), far(x0, n), near(y0, m), far(y0, m))

    ns.advect = advect


@misconception("q1", ways=("both", "x", "y"))
def advect_looks_ahead(ns, way):
    """A cell looks ahead, to where the wind goes. What is in it now came from where the wind comes
    from.

    With vx = 1 everywhere, from which cell does the smoke in the cell (2, 3) come?
    """
    along_x, along_y = 1 if way == "y" else -1, 1 if way == "x" else -1
    install(ns, lambda i, j, vx, vy: (i - along_x * vx, j - along_y * vy))


@misconception("q1")
def advect_winds_exchanged(ns):
    """Each of the two winds moves along the other axis. A picture has x to the right, an array has
    its first axis downwards, and here the first axis is x.

    Which of the two indices does vx change?
    """
    install(ns, lambda i, j, vx, vy: (i - vy, j - vx))


@misconception("q1", ways=("meshgrid", "indices"))
def advect_axes_exchanged(ns, way):
    """The two axes are exchanged, so that the field comes out turned over. `np.meshgrid` does that
    unless it is told `indexing="ij"`.

    In still air, what should come out?
    """
    if way == "meshgrid":
        install(ns, indexing="xy")
    else:
        install(ns, mix=lambda f, *more: mixed(f.T, *more))


@misconception("q1", ways=("below", "above", "nearest"))
def advect_takes_whole_cells(ns, way):
    """What comes out is the number of one cell, and not a mixture of four. A wind of half a cell
    then moves everything by a whole one, or not at all.

    With vx = 0.75 everywhere, which parts of which two cells should arrive?
    """
    part = {"below": 1.0, "above": 0.0, "nearest": 0.5}[way]

    def mix(f, r, b, x0, x1, y0, y1):
        return f[np.where(r > part, x1, x0), np.where(b > part, y1, y0)]

    install(ns, mix=mix)


@misconception("q1", ways=("both", "r", "b"))
def advect_weights_exchanged(ns, way):
    """The weights stand at the wrong cells: where it should be 1 - r, or 1 - b, there is r, or b.

    If the place is just behind the cell x0, so that r is almost 0, which cell should count most?
    """

    def mix(f, r, b, *cells):
        return mixed(f, r if way == "b" else 1 - r, b if way == "r" else 1 - b, *cells)

    install(ns, mix=mix)


@misconception("q1", ways=("towards 0", "to the nearest", "up"))
def advect_not_rounded_down(ns, way):
    """The place is not rounded down: it is cut off towards 0, or rounded in another way. Below 0
    `int` and `floor` are not the same.

    What is floor(-0.25), what is int(-0.25), and how large is r with each of them?
    """
    down = {"towards 0": np.trunc, "to the nearest": np.round, "up": np.ceil}[way]
    install(ns, down=down)


@misconception("q1", ways=("places", "cells"))
def advect_stops_at_the_edges(ns, way):
    """Beyond the edge it takes the last cell again. But the world has no edge.

    If smoke leaves the last cell in the direction of x, where should it come in?
    """

    def clipped(k, n):
        return np.minimum(np.maximum(k, 0), n - 1)

    if way == "cells":
        install(ns, near=clipped, far=lambda k, n: clipped(k + 1, n))
        return

    def advect(f, vx, vy):
        i, j = np.meshgrid(*map(np.arange, f.shape), indexing="ij")
        x, y = clipped(i - vx, f.shape[0]), clipped(j - vy, f.shape[1])
        x0, y0 = np.floor(x).astype(int), np.floor(y).astype(int)
        far = [clipped(x0 + 1, f.shape[0]), clipped(y0 + 1, f.shape[1])]
        return mixed(f, x - x0, y - y0, x0, far[0], y0, far[1])

    ns.advect = advect


@misconception("q1", ways=("both", "the second"))
def advect_leaves_the_array(ns, way):
    """An index goes beyond the end of the array. `np.mod` is missing, or only the first of two
    neighbours has it.

    In a row of 4 cells, which one comes after the cell 3?
    """
    if way == "both":
        install(ns, near=lambda k, n: k, far=lambda k, n: k + 1)
    else:
        install(ns, far=lambda k, n: np.mod(k, n) + 1)


@misconception("q1")
def advect_last_cell_is_its_own_neighbour(ns):
    """The neighbour of the last cell is the last cell itself. It should be the first one.

    Which two cells does a place between the last column and the first mix?
    """
    install(ns, far=lambda k, n: np.minimum(np.mod(k, n) + 1, n - 1))


@misconception("q1")
def advect_empty_beyond_the_edges(ns):
    """Beyond the edges everything is 0, so that smoke gets lost there.

    Before and after a step with a wind that is the same everywhere, how much smoke is there in all?
    """

    def advect(f, vx, vy):
        n, m = f.shape
        i, j = np.meshgrid(np.arange(n), np.arange(m), indexing="ij")
        x, y = i - vx, j - vy
        x0, y0 = np.floor(x).astype(int), np.floor(y).astype(int)

        def at(k, q):
            inside = (k >= 0) & (k < n) & (q >= 0) & (q < m)
            return np.where(inside, f[np.mod(k, n), np.mod(q, m)], 0.0)

        r, b = x - x0, y - y0
        low = (1 - r) * at(x0, y0) + r * at(x0 + 1, y0)
        return (1 - b) * low + b * ((1 - r) * at(x0, y0 + 1) + r * at(x0 + 1, y0 + 1))

    ns.advect = advect


@misconception("q1", ways=("negative alone", "both"))
def advect_goes_round_once(ns, way):
    """The size of the world is added or taken away once. A strong wind goes round it several times.

    In 4 cells, which one is at -9, and how often do you have to add 4?
    """

    def once(k, n):
        k = np.where(k < 0, k + n, k)
        return k if way == "negative alone" else np.where(k >= n, k - n, k)

    def far(k, n):
        return np.mod(once(k, n) + 1, n) if way == "negative alone" else once(k + 1, n)

    install(ns, near=once, far=far)


@misconception("q1")
def advect_corners_exchanged(ns):
    """Two of the four cells stand in each other's place: (x0, y1) and (x1, y0).

    Which weight belongs to f[x0, y1]: one that grows with r, or one that grows with b?
    """
    install(ns, mix=lambda f, r, b, *cells: mixed(f, b, r, *cells))


@misconception("q1", ways=("x", "y", "diagonal"))
def advect_mixes_two_cells(ns, way):
    """Only two of the four cells are mixed.

    How many cells are around a place that is between cells along both axes, and what is the sum of
    your weights?
    """

    def mix(f, r, b, x0, x1, y0, y1):
        if way == "diagonal":
            return (1 - r) * (1 - b) * f[x0, y0] + r * b * f[x1, y1]
        if way == "x":
            return (1 - r) * f[x0, y0] + r * f[x1, y0]
        return (1 - b) * f[x0, y0] + b * f[x0, y1]

    install(ns, mix=mix)


@misconception("q1", ways=("x first", "y first"))
def advect_one_axis_after_the_other(ns, way):
    """The field is moved along one axis, and what comes out along the other. The second move then
    starts from cells with another wind.

    Which wind says where the smoke in the cell (i, j) came from, along both axes?
    """
    right = ns.advect

    def advect(f, vx, vy):
        moves = [(vx, 0 * vy), (0 * vx, vy)]
        for move in moves if way == "x first" else reversed(moves):
            f = right(f, *move)
        return f

    ns.advect = advect


@misconception("q1")
def advect_pushes_smoke_out(ns):
    """Each cell pushes its smoke to where the wind goes, into four cells. In a wind that differs
    from place to place, that is something else than looking back.

    If two winds meet in a cell, how much is in it by the formula?
    """

    def advect(f, vx, vy):
        n, m = f.shape
        i, j = np.meshgrid(np.arange(n), np.arange(m), indexing="ij")
        x, y = i + vx, j + vy
        x0, y0 = np.floor(x).astype(int), np.floor(y).astype(int)
        r, b = x - x0, y - y0
        after = np.zeros((n, m))
        for dx, along_x in ((0, 1 - r), (1, r)):
            for dy, along_y in ((0, 1 - b), (1, b)):
                np.add.at(after, (np.mod(x0 + dx, n), np.mod(y0 + dy, m)), along_x * along_y * f)
        return after

    ns.advect = advect


@misconception("q1", ways=("on the way", "in the end"))
def advect_changes_the_field(ns, way):
    """The new numbers are written into the field that was given. It belongs to whoever called, and
    cells that come later may need what was there.

    Which numbers of `f` does the second cell need, if the first one is new already?
    """
    right = ns.advect

    def advect(f, vx, vy):
        if way == "in the end":
            f[...] = right(f, vx, vy)
        else:
            for place in np.ndindex(f.shape):
                f[place] = right(f, vx, vy)[place]
        return f

    ns.advect = advect


@misconception("q1")
def advect_moves_nothing(ns):
    """What comes out is the field as it was.

    With vx = 1 everywhere, where should smoke from the cell (2, 3) be after a step?
    """
    ns.advect = lambda f, vx, vy: f


@misconception("q1", ways=("None", "zeros"))
def advect_gives_nothing(ns, way):
    """What comes out is nothing: None, or an array of zeros that is never filled.

    Does your function end in a `return`, and of which array?
    """
    ns.advect = lambda f, vx, vy: None if way == "None" else np.zeros(f.shape)
