"""`numpy.random`, traced."""

from adlearn.compat.autodidact.numpy.traced import traced_names
from adlearn.numpy import random as ours

globals().update(traced_names("numpy.random", ours))
