"""Nodes that hold one number: the engine of the first lecture. It needs no NumPy."""

import adlearn.scalars.operators  # noqa: F401  nodes have their operators from the start
