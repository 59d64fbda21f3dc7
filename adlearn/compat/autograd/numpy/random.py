"""`numpy.random`, for traced values where there are rules."""

from adlearn.numpy.random import *  # noqa: F403
