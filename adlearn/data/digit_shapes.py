"""How the ten digits are written: strokes, each a smooth line through a few points.

Points are (x, y) on a grid of 100 by 100, x to the right and y down. A point given twice is a
corner. Most digits are written in more than one way, as people do.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

Stroke = list[tuple[int, int]]

WRITTEN: dict[int, list[list[Stroke]]] = {
    0: [
        [
            [
                (50, 10),
                (28, 25),
                (24, 50),
                (30, 77),
                (50, 90),
                (70, 76),
                (76, 50),
                (70, 24),
                (50, 10),
            ]
        ],
        [[(58, 14), (38, 20), (30, 52), (40, 86), (58, 86), (69, 52), (63, 22), (46, 13)]],
    ],
    1: [
        [[(50, 10), (50, 50), (50, 90)]],
        [[(34, 30), (52, 10), (52, 10), (51, 50), (50, 90)]],
        [[(36, 26), (51, 11), (51, 11), (51, 50), (51, 89)], [(34, 90), (51, 89), (68, 90)]],
    ],
    2: [
        [
            [
                (28, 30),
                (40, 12),
                (62, 12),
                (70, 30),
                (56, 54),
                (28, 88),
                (28, 88),
                (50, 87),
                (74, 86),
            ]
        ],
        [
            [
                (28, 26),
                (48, 10),
                (68, 22),
                (62, 48),
                (38, 82),
                (27, 82),
                (37, 72),
                (56, 85),
                (76, 82),
            ]
        ],
    ],
    3: [
        [
            [(28, 18), (48, 10), (68, 22), (64, 40), (44, 48), (44, 48)]
            + [(66, 55), (72, 74), (52, 90), (26, 80)]
        ],
        [
            [(28, 14), (70, 13), (70, 13), (46, 44), (46, 44)]
            + [(68, 54), (70, 78), (46, 90), (26, 80)]
        ],
    ],
    4: [
        [
            [(36, 12), (30, 34), (27, 55), (27, 55), (50, 55), (76, 53)],
            [(62, 22), (61, 55), (58, 90)],
        ],
        [[(62, 90), (62, 50), (62, 10), (62, 10), (26, 62), (26, 62), (50, 62), (78, 60)]],
    ],
    5: [
        [
            [(70, 12), (36, 14), (36, 14), (32, 46), (32, 46)]
            + [(54, 40), (71, 56), (66, 80), (46, 90), (26, 80)]
        ],
        [
            [(36, 14), (33, 46), (33, 46), (58, 44), (71, 64), (57, 86), (28, 84)],
            [(36, 14), (54, 13), (74, 12)],
        ],
    ],
    6: [
        [
            [
                (64, 12),
                (42, 26),
                (30, 54),
                (34, 80),
                (50, 90),
                (68, 78),
                (65, 58),
                (49, 52),
                (32, 66),
            ]
        ],
        [[(56, 10), (38, 36), (28, 68), (42, 90), (64, 84), (66, 64), (46, 57), (30, 72)]],
    ],
    7: [
        [[(26, 14), (72, 14), (72, 14), (56, 50), (44, 90)]],
        [[(26, 15), (72, 13), (72, 13), (55, 50), (46, 90)], [(38, 52), (55, 50), (72, 49)]],
        [[(28, 26), (28, 14), (28, 14), (72, 14), (72, 14), (54, 44), (48, 90)]],
    ],
    8: [
        [
            [(66, 20), (48, 10), (32, 24), (44, 42), (62, 55), (70, 74), (50, 90)]
            + [(30, 76), (37, 56), (58, 42), (69, 28), (66, 20)]
        ],
        [
            [(50, 10), (34, 20), (36, 38), (50, 46), (66, 37), (66, 19), (50, 10)],
            [(50, 46), (31, 61), (32, 83), (50, 90), (69, 82), (69, 62), (50, 46)],
        ],
    ],
    9: [
        [
            [
                (67, 28),
                (50, 12),
                (32, 26),
                (37, 47),
                (54, 49),
                (67, 28),
                (67, 28),
                (65, 60),
                (60, 90),
            ]
        ],
        [
            [(68, 28), (48, 12), (32, 30), (44, 48), (62, 41), (69, 26), (69, 26)]
            + [(70, 60), (56, 87), (34, 86)]
        ],
    ],
}
#: How far apart the places are, on the grid, that are computed of a line.
SPACING = 4.0


@dataclass(frozen=True, slots=True)
class Shape:
    """One way to write a digit, ready to be drawn.

    Attributes
    ----------
    points : ndarray of float, shape (k, 2)
        Each point of its strokes once, so that lines which meet still meet when points are moved.
    near : ndarray of int, shape (4, m)
        The four points that decide where each of the m places on the lines is.
    weights : ndarray of float, shape (4, m)
        How much each of the four counts there.
    """

    points: np.ndarray
    near: np.ndarray
    weights: np.ndarray


def shape_of(strokes: list[Stroke]) -> Shape:
    """Compute what says where the lines are, for any place of the points.

    Between two points the line is a cubic that takes its directions from the points before and
    after (E. Catmull and R. Rom, "A class of local interpolating splines", 1974).

    Examples
    --------
    >>> shape = shape_of([[(0, 0), (8, 0)]])
    >>> (shape.weights[..., None] * shape.points[shape.near]).sum(axis=0).tolist()
    [[0.0, 0.0], [4.0, 0.0], [8.0, 0.0]]
    """
    points = list(dict.fromkeys(point for stroke in strokes for point in stroke))
    near: list[list[int]] = []
    weights: list[list[float]] = []
    for stroke in strokes:
        which = [points.index(point) for point in stroke]
        which = [which[0], *which, which[-1]]
        for at in range(1, len(which) - 2):
            places = math.ceil(math.dist(points[which[at]], points[which[at + 1]]) / SPACING)
            for place in range(places):
                near.append(which[at - 1 : at + 3])
                weights.append(cubic(place / places))
        near.append(which[-3:] + which[-1:])
        weights.append(cubic(1.0))
    return Shape(np.array(points, float), np.array(near).T, np.array(weights).T)


def cubic(t: float) -> list[float]:
    """Weigh four points for the place t, from 0 at the second to 1 at the third.

    Examples
    --------
    >>> cubic(0.0), cubic(0.5)
    ([0.0, 1.0, 0.0, 0.0], [-0.0625, 0.5625, 0.5625, -0.0625])
    """
    t2, t3 = t * t, t * t * t
    return [
        (2 * t2 - t - t3) / 2,
        (2 - 5 * t2 + 3 * t3) / 2,
        (t + 4 * t2 - 3 * t3) / 2,
        (t3 - t2) / 2,
    ]


SHAPES = {digit: [shape_of(strokes) for strokes in ways] for digit, ways in WRITTEN.items()}
