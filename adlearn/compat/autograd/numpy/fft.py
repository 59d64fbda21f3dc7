"""`numpy.fft`, for traced values where there are rules."""

from adlearn.numpy.fft import *  # noqa: F403
