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
    ("scipy.stats.*pdf", "derivative"): (
        "on the edge of its support a density jumps; it has the slope of the inside there"
    ),
    ("scipy.linalg.norm", "alien"): "an empty matrix has no largest element, and NumPy says so",
    ("np.histogram(*float32*", "derivative"): (
        "an element on the edge of a bin is in another one in single than in double precision"
    ),
    ("np.polyfit", "value"): "the rest of a fit of infinite numbers is 0 for LAPACK, and nan here",
    ("np.linalg.vector_norm np.linalg.norm", "second order"): (
        "norms of negative order where all is 0: the kink has the second derivative 0 in one mode"
    ),
}

#: (peers, functions, contents, kinds) -> why their derivative is another. See `calls.peers`.
PEER_DIFFERENCES: dict[tuple[str, str, str, str], str] = {
    ("jax torch", "*", "*", "undefined"): "where there is no value there is no derivative",
    (
        "jax torch",
        "*",
        "*",
        "infinite",
    ): "a slope that is no number is infinite for one, nan for another",
    ("jax torch", "*", "nan inf", "nan"): (
        "next to what is not finite a derivative may be nan, in both modes"
    ),
    ("jax torch", "*", "nan inf", "number"): "what does not meet the nan keeps its derivative",
    ("jax torch", "np.abs np.absolute np.fabs np.copysign", "*", "other"): (
        "the slope at the kink is 0"
    ),
    ("jax torch", "np.hypot np.linalg.*norm", "edges zero", "number other"): (
        "a norm has slope 0 where it is 0"
    ),
    ("torch", "np.angle np.arctan2", "edges zero", "nan"): "0 has no angle, and so no slope of it",
    (
        "jax torch",
        "np.fmin* np.fmax* np.minimum* np.maximum* np.clip",
        "ties edges nan inf zero",
        "other",
    ): "equal arguments share the derivative, and all nan are equal",
    ("torch", "np.max np.amax np.min np.amin np.ptp", "*", "other"): (
        "equal elements share the derivative; along an axis PyTorch gives it to one of them"
    ),
    ("jax torch", "np.median np.*quantile np.*percentile np.nanmedian", "ties edges", "other"): (
        "equal elements share the derivative; JAX and PyTorch give it to one of them"
    ),
    ("jax", "np.setdiff1d np.setxor1d np.union1d np.unique* np.intersect1d", "*", "other"): (
        "what is left of the elements keeps its derivative; JAX's sets have none"
    ),
    ("jax torch", "np.float_power np.power np.pow", "edges", "number nan"): (
        "x ** 0 has derivative 0 by x, also at 0; 0 ** y falls from 1 to 0 behind y = 0"
    ),
    (
        "jax",
        "np.logaddexp np.logaddexp2",
        "inf",
        "other",
    ): "an infinite term outweighs a finite one",
    (
        "torch",
        "np.nextafter",
        "inf",
        "other",
    ): "a step to the next number has the slope of the number",
    ("jax", "np.ldexp", "inf", "other"): "x * 2 ** n has the slope 2 ** n whatever x is",
    ("jax", "np.heaviside", "nan", "other"): "what is used at 0 only has slope 0 elsewhere",
    ("jax torch", "np.fmod np.mod np.remainder", "ties", "other"): (
        "where rounding decides about a nearly whole quotient, the slope is that of the value"
    ),
    ("jax", "scipy.stats.*", "edges", "number other"): (
        "on the edge of a support the slope is that inside; nan where parameters make no sense"
    ),
    ("jax", "np.vander", "nan", "number"): "x ** 0 and x have slopes 0 and 1 whatever x is",
    ("jax", "np.*quantile np.*percentile", "inf", "other"): (
        "between a finite and an infinite number there is no slope"
    ),
    (
        "jax torch",
        "np.linalg.eig* np.linalg.svd* scipy.linalg.eig* scipy.linalg.svd*",
        "ties identity diagonal zero",
        "nan",
    ): ("equal eigenvalues and singular values part in both directions: a kink without convention"),
}
