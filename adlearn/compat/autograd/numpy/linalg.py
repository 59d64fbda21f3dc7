"""`numpy.linalg`, for traced values where there are rules; and two names of autograd's module."""

from adlearn.numpy import matmul, matrix_transpose
from adlearn.numpy.linalg import *  # noqa: F403

T, _dot = matrix_transpose, matmul
