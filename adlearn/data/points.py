"""Two half circles: points that no straight line divides."""

from __future__ import annotations

import numpy as np


def make_moons(
    n: int = 100, noise: float = 0.1, seed: int | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Make two half circles that reach into each other, a classification problem no straight line
    solves.

    Parameters
    ----------
    n : int, optional
        How many points; half of them, rounded up, on the upper moon.
    noise : float, optional
        Standard deviation of what is added to each coordinate; the moons have radius 1.
    seed : int, optional
        For the same points every time.

    Returns
    -------
    X : ndarray of float, shape (n, 2)
    y : ndarray of int, shape (n,)
        0 for the upper moon, 1 for the lower one; shuffled together with X.

    Raises
    ------
    ValueError
        If `n` is below 2 or `noise` is negative.

    Examples
    --------
    >>> X, y = make_moons(10, noise=0.0, seed=0)
    >>> X.shape, y.shape, int(y.sum())
    ((10, 2), (10,), 5)
    """
    if n < 2:
        raise ValueError(f"make_moons needs at least 2 points, one for each moon, not {n}")
    if noise < 0:
        raise ValueError(f"noise is a standard deviation and cannot be negative: {noise}")
    random = np.random.default_rng(seed)
    upper, lower = np.linspace(0, np.pi, (n + 1) // 2), np.linspace(0, np.pi, n // 2)
    X = np.concatenate(
        [
            np.stack([np.cos(upper), np.sin(upper)], axis=1),
            np.stack([1.0 - np.cos(lower), 0.5 - np.sin(lower)], axis=1),
        ]
    )
    y = np.repeat([0, 1], [len(upper), len(lower)])
    shuffled = random.permutation(n)
    X = X + random.normal(scale=noise, size=X.shape)
    return X[shuffled], y[shuffled]
