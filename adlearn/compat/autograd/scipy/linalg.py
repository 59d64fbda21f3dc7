"""`scipy.linalg`, for traced values where there are rules: `adlearn.scipy.linalg`."""

from adlearn.scipy.linalg import *  # noqa: F403
