"""`scipy.integrate`, for traced values where there are rules: `adlearn.scipy.integrate`."""

from adlearn.scipy.integrate import *  # noqa: F403
