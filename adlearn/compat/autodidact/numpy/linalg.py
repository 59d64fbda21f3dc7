"""`numpy.linalg`, traced."""

from adlearn.compat.autodidact.numpy.traced import traced_names
from adlearn.numpy import linalg as ours

globals().update(traced_names("numpy.linalg", ours))
