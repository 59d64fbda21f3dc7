"""Failures that stay, each with its reason: the functions, the kinds, and why.

A failure that is not listed here fails the tests. Lines here that no call needs any more are named
by `python -m tests.adlearn.calls`.
"""

from __future__ import annotations

#: (functions, kinds) -> reason. A name may hold `*`; one with a parenthesis is that of some calls
#: of a function, as they are written.
KNOWN: dict[tuple[str, str], str] = {
    ("np.vecmat np.matvec", "value"): (
        "with order= NumPy 2.4 itself writes some elements of a complex product twice, others never"
    ),
    ("np.pow.reduceat np.power.reduceat", "value, derivative"): (
        "NumPy's reduceat of powers leaves out exponents: its own answer is wrong"
    ),
    ("scipy.linalg.solve_sylvester", "value"): (
        "SciPy answers with unwritten memory where a factor is empty"
    ),
    ("np.histogram(*float32*", "derivative"): (
        "an element on the edge of a bin is in another one in single than in double precision"
    ),
    # Not yet mended; take the line out when it is.
    ("np.einsum", "dtype"): "open: dtype= of a view",
    ("np.modf", "value"): "open: the fraction of an infinite number is 0",
    ("np.linalg.cond np.linalg.matrix_norm np.linalg.norm scipy.linalg.norm", "modes"): (
        "open: nuclear norms where singular values are equal: reverse mode is right, forward nan"
    ),
    ("np.linalg.multi_dot", "out, alien"): "open: out=, and numbers in place of matrices",
    ("np.linalg.tensorsolve np.linalg.tensorinv", "alien, shape"): "open: one dimension",
    ("np.linalg.vector_norm", "alien, second order"): "open: ord=None; third powers at 0",
    ("np.linalg.*norm np.linalg.pinv", "alien"): "open: empty matrices",
    ("np.fft.rfftn", "shape"): "open: an axis named twice",
    ("np.ravel np.reshape ndarray.ravel ndarray.flatten ndarray.reshape", "value"): (
        "open: order='A' of an array in Fortran's order"
    ),
    ("scipy.linalg.*", "alien"): "open: arguments by SciPy's names, and stacks where it takes one",
    ("np.*.reduce", "one mode"): (
        "open: that NumPy computes a reduction otherwise is noticed in one mode only"
    ),
    ("scipy.special.bdtr* scipy.special.nbdtr* scipy.special.expn", "derivative"): (
        "open: orders that are no whole numbers, which SciPy cuts off"
    ),
}

#: (peers, functions, contents, kinds) -> why their derivative is another. See `calls.peers`.
PEER_DIFFERENCES: dict[tuple[str, str, str, str], str] = {
    ("jax", "np.median np.*quantile np.*percentile", "ties edges", "other"): (
        "equal elements share the derivative; JAX gives it to one of them"
    ),
    ("jax", "np.setdiff1d np.setxor1d np.union1d np.unique*", "*", "other"): (
        "what is left of the elements keeps its derivative; JAX's sets have none"
    ),
    ("jax", "np.fabs", "edges", "other"): "the slope at the kink is 0",
    ("jax", "np.fmin np.fmax", "ties", "other"): "equal arguments share the derivative",
    ("jax", "np.float_power", "edges", "number"): "x ** 0 has derivative 0 at 0, too",
    ("jax", "np.arctanh", "*", "nan"): "where there is no value there is no derivative",
    ("jax", "np.linalg.*norm", "zero", "number"): "a norm has slope 0 where it is 0",
    ("jax", "np.vander", "nan", "number"): "x ** 0 and x have slopes 0 and 1 whatever x is",
}
