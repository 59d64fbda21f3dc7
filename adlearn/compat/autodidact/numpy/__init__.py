"""NumPy's namespace, whose functions are traced: each is what a node has as its `fun`, and a key of
`primitive_vjps`."""

from __future__ import annotations

from adlearn import numpy as ours
from adlearn.compat.autodidact.numpy import fft as fft, linalg as linalg, random as random
from adlearn.compat.autodidact.numpy.traced import traced_names

globals().update(traced_names("numpy", ours))
