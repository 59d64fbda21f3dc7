"""Small data sets, made in code: nothing is downloaded."""

from .digits import make_digits as make_digits
from .idx_files import write_digits as write_digits
from .moons import make_moons as make_moons

__all__ = ["make_digits", "make_moons", "write_digits"]
