"""`scipy.special`, for traced values where there are rules: `adlearn.scipy.special`."""

from adlearn.scipy.special import *  # noqa: F403
