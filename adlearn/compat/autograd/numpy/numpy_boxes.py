"""The box of an array."""

from adlearn.compat.boxes import ArrayBox as ArrayBox
