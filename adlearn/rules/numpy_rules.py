"""Every rule for a NumPy function: importing this fills the table of what NumPy hands over."""

from adlearn.rules import (  # noqa: F401
    constants,
    decompositions,
    determinants,
    differences,
    elementwise,
    fourier,
    grids,
    indexing,
    joining,
    linalg,
    order_statistics,
    products,
    reductions,
    shapes,
    variance,
)
