"""Small data sets, made in code: nothing is downloaded."""

from .curves import (
    make_curve as make_curve,
    make_line as make_line,
    make_regression as make_regression,
)
from .digits import make_digits as make_digits
from .idx_files import write_digits as write_digits
from .points import (
    make_blobs as make_blobs,
    make_circles as make_circles,
    make_moons as make_moons,
    make_spirals as make_spirals,
)

__all__ = [
    *("make_blobs", "make_circles", "make_curve", "make_digits", "make_line", "make_moons"),
    *("make_regression", "make_spirals", "write_digits"),
]
