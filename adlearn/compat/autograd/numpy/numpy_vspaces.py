"""The spaces of arrays."""

from adlearn.compat.autograd.vector_spaces import (
    ArrayVSpace as ArrayVSpace,
    ComplexArrayVSpace as ComplexArrayVSpace,
)
