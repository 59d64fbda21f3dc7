"""Failures that stay, each with its reason: the functions, the kinds, and why.

A failure that is not listed here fails the tests. Lines here that no call needs any more are named
by `python -m tests.adlearn.calls`.
"""

from __future__ import annotations

#: (functions, kinds) -> reason. A name may hold `*`.
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
    ("np.unique", "value"): "with sorted=False NumPy promises no order",
    ("np.partition", "value"): "on each side of the place NumPy promises no order",
    ("np.histogram", "derivative"): (
        "an element on the edge of a bin is in another one in single than in double precision"
    ),
}

#: (peers, functions, contents, kinds) -> why their derivative is another. See `calls.peers`.
PEER_DIFFERENCES: dict[tuple[str, str, str, str], str] = {}
