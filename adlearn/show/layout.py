"""Where the boxes go: columns from left to right, so that every arrow leads to the right.

Four steps, after Sugiyama, Tagawa and Toda (1981): give each node a column (the longest path to it,
then as near to its users as it can be); put a bend into every arrow in each column it passes; sort
the columns so that few arrows cross; move boxes up and down until arrows are straight. The result
depends on the structure and the sizes of boxes alone, never on values, so it is kept.
"""

from __future__ import annotations

import functools
from bisect import bisect_left, insort
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..order import depth_first

#: Space between columns, and between boxes in a column, in pixels.
COLUMN_GAP = 44.0
BOX_GAP = 14.0
BEND_GAP = 6.0
BEND_HEIGHT = 4.0
MARGIN = 10.0

SWEEPS = 16
SWAPS = 8
KEPT = 128
#: Above this many crossings to look at, sorting stops early.
PATIENCE = 400_000


@dataclass(frozen=True, slots=True)
class Layout:
    """Centres of boxes, and the points each arrow passes.

    Attributes
    ----------
    centres : tuple of (float, float)
        One for each node.
    bends : dict of {(int, int): tuple of (float, float)}
        By arrow, as (node, parent): points between the two, in order from parent to node.
    width, height : float
    columns : tuple of int
        The column of each node.
    """

    centres: tuple[tuple[float, float], ...]
    bends: dict[tuple[int, int], tuple[tuple[float, float], ...]]
    width: float
    height: float
    columns: tuple[int, ...]


Parents = tuple[tuple[int, ...], ...]
Sizes = tuple[tuple[float, float], ...]


def place(parents: Sequence[Sequence[int]], sizes: Sequence[tuple[float, float]]) -> Layout:
    """Place the boxes of a graph; the same structure is placed once.

    Parameters
    ----------
    parents : sequence of sequence of int
        For each node the nodes its arrows come from, all of them earlier in the sequence.
    sizes : sequence of (float, float)
        Width and height of each box.

    Returns
    -------
    Layout

    Examples
    --------
    >>> placed = place([(), (), (0, 1)], [(80, 30)] * 3)
    >>> placed.columns
    (0, 0, 1)
    """
    return placed(
        tuple(map(tuple, parents)), tuple((float(width), float(height)) for width, height in sizes)
    )


@functools.lru_cache(KEPT)
def placed(parents: Parents, sizes: Sizes) -> Layout:
    """Place the boxes, unless that was done a short while ago."""
    return Placement(parents, sizes).layout()


def choose_columns(parents: Parents) -> list[int]:
    """Give each node a column to the right of its parents, and sources one next to their users."""
    columns = [0] * len(parents)
    users: list[list[int]] = [[] for _ in parents]
    for node, its_parents in enumerate(parents):
        for parent in its_parents:
            columns[node] = max(columns[node], columns[parent] + 1)
            users[parent].append(node)
    for node in reversed(range(len(parents))):
        # Moving right shortens one arrow per user and lengthens one per parent.
        if users[node] and len(set(users[node])) >= len(set(parents[node])):
            columns[node] = min(columns[user] for user in users[node]) - 1
    return columns


class Placement:
    """One run of the four steps. Bends are nodes too, numbered after the real ones."""

    def __init__(self, parents: Parents, sizes: Sizes) -> None:
        self.parents, self.sizes = parents, sizes
        self.count = len(parents)
        self.column_of = choose_columns(parents)
        self.columns: list[list[int]] = [[] for _ in range(max(self.column_of, default=0) + 1)]
        self.left: list[list[int]] = [[] for _ in parents]
        self.right: list[list[int]] = [[] for _ in parents]
        self.bends_of: dict[tuple[int, int], list[int]] = {}
        for node in self.depth_first():
            self.columns[self.column_of[node]].append(node)
        for node, its_parents in enumerate(parents):
            for parent in dict.fromkeys(its_parents):
                self.connect(parent, node)

    def depth_first(self) -> list[int]:
        """List nodes as they are read in a formula: first operands first."""
        users = {parent for its in self.parents for parent in its}
        sinks = [node for node in range(self.count) if node not in users]
        return depth_first(reversed(sinks), self.parents.__getitem__)

    def connect(self, parent: int, node: int) -> None:
        """Lead an arrow through the columns it passes, with a bend in each."""
        before, bends = parent, []
        for column in range(self.column_of[parent] + 1, self.column_of[node]):
            bend = len(self.left)
            self.left.append([])
            self.right.append([])
            self.column_of.append(column)
            # First next to the node it leads to, as in a formula.
            self.columns[column].append(bend)
            self.left[bend].append(before)
            self.right[before].append(bend)
            bends.append(bend)
            before = bend
        self.left[node].append(before)
        self.right[before].append(node)
        self.bends_of[node, parent] = bends

    def layout(self) -> Layout:
        """Run the steps."""
        self.sort_columns()
        centres = self.straighten()
        widths = [
            max((self.sizes[n][0] for n in column if n < self.count), default=0.0)
            for column in self.columns
        ]
        across: list[float] = []
        at = MARGIN
        for width in widths:
            across.append(at + width / 2)
            at += width + COLUMN_GAP
        top = min((centres[n] - self.height(n) / 2 for n in range(len(centres))), default=0.0)
        bottom = max((centres[n] + self.height(n) / 2 for n in range(len(centres))), default=0.0)

        def point(n: int) -> tuple[float, float]:
            return (
                round(across[self.column_of[n]], 1),
                round(centres[n] - top + MARGIN, 1),
            )

        return Layout(
            centres=tuple(point(n) for n in range(self.count)),
            bends={
                arrow: self.through(bends, widths, point) for arrow, bends in self.bends_of.items()
            },
            width=round(at - COLUMN_GAP + MARGIN, 1),
            height=round(bottom - top + 2 * MARGIN, 1),
            columns=tuple(self.column_of[: self.count]),
        )

    def through(
        self, bends: list[int], widths: list[float], point: Callable[[int], tuple[float, float]]
    ) -> tuple[tuple[float, float], ...]:
        """Give an arrow's points: on both sides of each column it passes, so as to miss boxes."""
        points: list[tuple[float, float]] = []
        for bend in bends:
            x, y = point(bend)
            half = round(widths[self.column_of[bend]] / 2, 1)
            points += [(round(x - half, 1), y), (round(x + half, 1), y)]
        return tuple(points)

    def height(self, node: int) -> float:
        """The height a node or bend takes up."""
        return self.sizes[node][1] if node < self.count else BEND_HEIGHT

    def distance(self, above: int, below: int) -> float:
        """How far apart the centres of two neighbours in a column must be."""
        both_bends = above >= self.count and below >= self.count
        gap = BEND_GAP if both_bends else BOX_GAP
        return (self.height(above) + self.height(below)) / 2 + gap

    # Fewer crossings

    def sort_columns(self) -> None:
        """Sort the columns so that few arrows cross, from two starts; keep the better result."""
        start = [list(column) for column in self.columns]
        crossings = self.improve()
        if crossings:
            kept, self.columns = self.columns, start
            self.order_by_inputs()
            if self.improve() >= crossings:
                self.columns = kept

    def order_by_inputs(self) -> None:
        """Order nodes as they are met from the inputs on, those with the most users first."""
        users: list[list[int]] = [[] for _ in range(self.count)]
        for node, parents in enumerate(self.parents):
            for parent in parents:
                users[parent].append(node)
        sources = [node for node in range(self.count) if not self.parents[node]]
        stack = sorted(reversed(sources), key=lambda node: len(users[node]))
        met: dict[int, float] = {}
        while stack:
            node = stack.pop()
            if node not in met:
                met[node] = len(met)
                stack += reversed(users[node])
        for (_, parent), bends in self.bends_of.items():
            met.update((bend, met[parent] + 0.5) for bend in bends)
        for column in self.columns:
            column.sort(key=met.__getitem__)

    def improve(self) -> int:
        """Sort by the mean position of neighbours, to and fro; give the crossings of the best."""
        best, best_crossings = [list(c) for c in self.columns], self.crossings()
        work = 0
        for sweep in range(SWEEPS):
            if best_crossings == 0 or work > PATIENCE:
                break
            rightwards = sweep % 2 == 0
            last = len(self.columns) - 1
            for column in range(1, last + 1) if rightwards else range(last - 1, -1, -1):
                self.sort_by_mean(column, self.left if rightwards else self.right)
            for _ in range(SWAPS):
                if not self.swap_neighbours():
                    break
            crossings = self.crossings()
            work += sum(len(c) for c in self.columns) * 8 + crossings
            if crossings < best_crossings:
                best, best_crossings = [list(c) for c in self.columns], crossings
        self.columns = best
        return best_crossings

    def sort_by_mean(self, column: int, joined: list[list[int]]) -> None:
        """Sort one column by the mean place of each node's neighbours on one side."""
        place = {n: i for c in self.neighbours(column) for i, n in enumerate(self.columns[c])}
        nodes = self.columns[column]
        means = {
            node: sum(place[other] for other in joined[node]) / len(joined[node])
            for node in nodes
            if joined[node]
        }
        movable = iter(sorted(means, key=means.__getitem__))
        self.columns[column] = [next(movable) if node in means else node for node in nodes]

    def neighbours(self, column: int) -> list[int]:
        """The columns on both sides."""
        return [c for c in (column - 1, column + 1) if 0 <= c < len(self.columns)]

    def swap_neighbours(self) -> bool:
        """Swap two boxes, one above the other, wherever that takes away crossings; say if any."""
        swapped = False
        for column, nodes in enumerate(self.columns):
            place = {n: i for c in self.neighbours(column) for i, n in enumerate(self.columns[c])}
            ends = {
                n: (sorted(place[o] for o in self.left[n]), sorted(place[o] for o in self.right[n]))
                for n in nodes
            }
            for i in range(len(nodes) - 1):
                a, b = ends[nodes[i]], ends[nodes[i + 1]]
                now = crossing_pairs(a[0], b[0]) + crossing_pairs(a[1], b[1])
                if now and now > crossing_pairs(b[0], a[0]) + crossing_pairs(b[1], a[1]):
                    nodes[i], nodes[i + 1] = nodes[i + 1], nodes[i]
                    swapped = True
        return swapped

    def crossings(self) -> int:
        """Count the crossings between neighbouring columns."""
        total = 0
        for column in range(len(self.columns) - 1):
            place = {n: i for i, n in enumerate(self.columns[column + 1])}
            seen: list[int] = []
            for node in self.columns[column]:
                ends = sorted(place[other] for other in self.right[node])
                for end in ends:
                    total += len(seen) - bisect_left(seen, end + 1)
                for end in ends:
                    insort(seen, end)
        return total

    # Straight arrows

    def straighten(self) -> list[float]:
        """Give every node a height: near the mean of its neighbours, in order, without overlap."""
        centres = [0.0] * len(self.left)
        for column in self.columns:
            at = 0.0
            for above, node in zip([None, *column], column, strict=False):
                at += 0.0 if above is None else self.distance(above, node)
                centres[node] = at
            for node in column:
                centres[node] -= at / 2
        order = range(len(self.columns))
        for sides in (self.left, self.right, self.left, self.right, None, None, self.left, None):
            for index in order if sides is self.left else reversed(order):
                self.settle(self.columns[index], sides, centres)
        return centres

    def settle(self, nodes: list[int], sides: list[list[int]] | None, centres: list[float]) -> None:
        """Move one column to where it would like to be, as far as order and room allow.

        The nearest sequence with given gaps is found by merging neighbours that are too close and
        taking the weighted mean of their wishes (isotonic regression, pool adjacent violators).
        """
        offset = 0.0
        blocks: list[list[float]] = []  # weight, weighted sum of wishes, number of nodes
        offsets: list[float] = []
        before: int | None = None
        for node in nodes:
            offset += 0.0 if before is None else self.distance(before, node)
            before = node
            offsets.append(offset)
            joined = self.left[node] + self.right[node] if sides is None else sides[node]
            # Bends want to be straight more than boxes want to be central.
            weight = 4.0 if node >= self.count else 1.0
            if joined:
                wish = sum(centres[other] for other in joined) / len(joined)
            else:
                wish, weight = centres[node], 0.1
            blocks.append([weight, weight * (wish - offset), 1])
            while len(blocks) > 1 and mean(blocks[-2]) >= mean(blocks[-1]):
                weight, total, many = blocks.pop()
                blocks[-1] = [blocks[-1][0] + weight, blocks[-1][1] + total, blocks[-1][2] + many]
        i = 0
        for weight, total, many in blocks:
            for _ in range(int(many)):
                centres[nodes[i]] = total / weight + offsets[i]
                i += 1


def mean(block: list[float]) -> float:
    """The weighted mean of what the nodes of a block wish for."""
    return block[1] / block[0]


def crossing_pairs(above: list[int], below: list[int]) -> int:
    """Count pairs where an arrow of the upper node ends further down than one of the lower node."""
    return sum(bisect_left(below, end) for end in above)
