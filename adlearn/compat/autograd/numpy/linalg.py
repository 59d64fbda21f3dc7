"""`numpy.linalg`, for traced values where there are rules."""

from adlearn.numpy.linalg import *  # noqa: F403
