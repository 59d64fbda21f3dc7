"""`numpy.fft`, traced."""

from adlearn.compat.autodidact.numpy.traced import traced_names
from adlearn.numpy import fft as ours

globals().update(traced_names("numpy.fft", ours))
