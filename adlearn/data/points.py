"""Points in the plane with labels: classification problems that fit into a picture.

The names and keywords are scikit-learn's. The numbers are our own: the same seed gives other points
there.
"""

from __future__ import annotations

import operator
from collections.abc import Sequence
from typing import Any

import numpy as np

Points = tuple[np.ndarray, np.ndarray]
Seed = int | np.random.Generator | None


def make_moons(
    n_samples: int = 100,
    noise: float = 0.1,
    seed: Seed = None,
    *,
    shuffle: bool = True,
    random_state: Seed = None,
) -> Points:
    """Make two half circles that reach into each other, a classification problem no straight line
    solves.

    Parameters
    ----------
    n_samples : int, optional
        How many points; half of them, rounded up, on the upper moon.
    noise : float, optional
        Standard deviation of what is added to each coordinate; the moons have radius 1.
    seed : int or numpy.random.Generator, optional
        For the same points every time; `random_state` is another name for it.
    shuffle : bool, optional
        Without, the points of 0 stand before those of 1.

    Returns
    -------
    X : ndarray of float, shape (n_samples, 2)
    y : ndarray of int, shape (n_samples,)
        0 for the upper moon, 1 for the lower one; shuffled together with X.

    Raises
    ------
    ValueError
        If there are fewer than 2 points or `noise` is negative.

    Examples
    --------
    >>> X, y = make_moons(10, noise=0.0, seed=0)
    >>> X.shape, y.shape, int(y.sum())
    ((10, 2), (10,), 5)
    """
    upper, lower = halves(n_samples, "make_moons", "moon")
    inner, outer = np.linspace(0, np.pi, upper), np.linspace(0, np.pi, lower)
    X = np.concatenate(
        [
            np.stack([np.cos(inner), np.sin(inner)], axis=1),
            np.stack([1.0 - np.cos(outer), 0.5 - np.sin(outer)], axis=1),
        ]
    )
    y = np.repeat([0, 1], [upper, lower])
    return shaken(X, y, noise, generator(seed, random_state), shuffle)


def make_circles(
    n_samples: int = 100,
    noise: float = 0.05,
    factor: float = 0.5,
    seed: Seed = None,
    *,
    shuffle: bool = True,
    random_state: Seed = None,
) -> Points:
    """Make a circle of radius 1 and a smaller one in it.

    Parameters
    ----------
    n_samples : int, optional
        How many points; half of them, rounded up, on the outer circle.
    noise : float, optional
        Standard deviation of what is added to each coordinate.
    factor : float, optional
        The radius of the inner circle, from 0 to below 1.
    seed : int or numpy.random.Generator, optional
        For the same points every time; `random_state` is another name for it.
    shuffle : bool, optional
        Without, the points of 0 stand before those of 1.

    Returns
    -------
    X : ndarray of float, shape (n_samples, 2)
    y : ndarray of int, shape (n_samples,)
        0 for the outer circle, 1 for the inner one; shuffled together with X.

    Raises
    ------
    ValueError
        If an argument makes no sense.

    Examples
    --------
    >>> X, y = make_circles(20, noise=0.0, factor=0.5, seed=0)
    >>> sorted(set(np.linalg.norm(X, axis=1).round(6).tolist()))
    [0.5, 1.0]
    """
    outer, inner = halves(n_samples, "make_circles", "circle")
    if not 0.0 <= factor < 1.0:
        raise ValueError(f"factor is the inner circle's radius, from 0 to below 1, not {factor}")
    angles = [np.linspace(0, 2 * np.pi, count, endpoint=False) for count in (outer, inner)]
    rings = [np.stack([np.cos(a), np.sin(a)], axis=1) for a in angles]
    X = np.concatenate([rings[0], factor * rings[1]])
    y = np.repeat([0, 1], [outer, inner])
    return shaken(X, y, noise, generator(seed, random_state), shuffle)


def make_spirals(
    n_samples: int = 200, noise: float = 0.03, arms: int = 2, turns: float = 1.0, seed: Seed = None
) -> Points:
    """Make arms that wind around each other.

    Parameters
    ----------
    n_samples : int, optional
        How many points; the arms have as many each as whole numbers allow.
    noise : float, optional
        Standard deviation of what is added to each coordinate; the arms end at radius 1.
    arms : int, optional
    turns : float, optional
        How often each arm goes round the middle.
    seed : int or numpy.random.Generator, optional
        For the same points every time.

    Returns
    -------
    X : ndarray of float, shape (n_samples, 2)
    y : ndarray of int, shape (n_samples,)
        The number of the arm, from 0; shuffled together with X.

    Raises
    ------
    ValueError
        If an argument makes no sense.

    Examples
    --------
    >>> X, y = make_spirals(9, arms=3, seed=0)
    >>> X.shape, np.bincount(y).tolist()
    ((9, 2), [3, 3, 3])
    """
    if arms < 1 or n_samples < arms:
        raise ValueError(f"each of {arms} arms needs a point, and n_samples is {n_samples}")
    counts = shared(n_samples, arms)
    y = np.repeat(np.arange(arms), counts)
    radius = np.concatenate([(np.arange(count) + 0.5) / count for count in counts])
    angle = 2 * np.pi * (turns * radius + y / arms)
    X = radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return shaken(X, y, noise, generator(seed))


def make_blobs(
    n_samples: int | Sequence[int] = 100,
    n_features: int = 2,
    centers: Any = None,
    cluster_std: Any = 1.0,
    center_box: tuple[float, float] = (-10.0, 10.0),
    shuffle: bool = True,
    random_state: Seed = None,
    *,
    seed: Seed = None,
) -> Points:
    """Make clouds of points, each normal around a centre of its own.

    Parameters
    ----------
    n_samples : int or sequence of int, optional
        How many points in all, shared evenly; or how many for each centre.
    n_features : int, optional
        How many coordinates a point has; given centres say it themselves.
    centers : int or array_like, shape (clouds, n_features), optional
        How many clouds, or where they are. By default 3, or one for each entry of `n_samples`.
    cluster_std : float or sequence of float, optional
        Standard deviation in each direction: one for all clouds, or one for each.
    center_box : (float, float), optional
        From where to where each coordinate of a centre is drawn.
    shuffle : bool, optional
        Without, points stand in the order of their clouds.
    random_state, seed : int or numpy.random.Generator, optional
        Two names: for the same points every time.

    Returns
    -------
    X : ndarray of float, shape (points, n_features)
    y : ndarray of int, shape (points,)
        The number of the cloud, from 0.

    Raises
    ------
    ValueError
        If an argument makes no sense, or two of them do not fit.

    Examples
    --------
    >>> X, y = make_blobs(n_samples=100, centers=2, n_features=2, center_box=(-4, 4), seed=0)
    >>> X.shape, np.bincount(y).tolist()
    ((100, 2), [50, 50])
    """
    random = generator(seed, random_state)
    given = np.iterable(n_samples)
    if centers is None:
        centers = len(n_samples) if given else 3  # type: ignore[arg-type]
    low, high = center_box
    if low > high:
        raise ValueError(f"center_box goes from {low} down to {high}: give the lower end first")
    if np.ndim(centers) == 0:
        places = random.uniform(low, high, (operator.index(centers), n_features))
    else:
        places = np.array(centers, dtype=float)
    if places.ndim != 2 or not len(places):
        raise ValueError(f"centers should have a row for each cloud, and have shape {places.shape}")
    counts = list(n_samples) if given else shared(n_samples, len(places))  # type: ignore
    if len(counts) != len(places):
        raise ValueError(f"n_samples is for {len(counts)} clouds, and there are {len(places)}")
    if min(counts) < 0 or not sum(counts):
        raise ValueError(f"n_samples should count points, and is {n_samples}")
    spread = np.asarray(cluster_std, dtype=float)
    if spread.shape not in ((), (len(places),)) or not np.all(spread >= 0):
        raise ValueError(
            f"cluster_std is a standard deviation, from 0 on, for all or for each of {len(places)} "
            f"clouds, not {cluster_std}"
        )
    spread = np.broadcast_to(spread, len(places))
    y = np.repeat(np.arange(len(places)), counts)
    X = places[y] + spread[y, None] * random.normal(size=(len(y), places.shape[1]))
    order = random.permutation(len(y)) if shuffle else np.arange(len(y))
    return X[order], y[order]


def shared(points: int, groups: int) -> list[int]:
    """Share points out as evenly as whole numbers allow; the first groups get what is left."""
    each, left = divmod(operator.index(points), groups)
    return [each + (group < left) for group in range(groups)]


def halves(points: int, name: str, what: str) -> list[int]:
    """Share points out between two shapes, each of which needs one."""
    if points < 2:
        raise ValueError(f"{name} needs at least 2 points, one for each {what}, not {points}")
    return shared(points, 2)


def shaken(
    X: np.ndarray,
    y: np.ndarray,
    noise: float,
    random: np.random.Generator,
    shuffle: bool = True,
) -> Points:
    """Shuffle points and labels alike, and move each point a little."""
    refuse_negative(noise)
    shuffled = random.permutation(len(X)) if shuffle else np.arange(len(X))
    X = X + random.normal(scale=noise, size=X.shape)
    return X[shuffled], y[shuffled]


def refuse_negative(noise: float) -> None:
    """Refuse what is no standard deviation."""
    if not noise >= 0:
        raise ValueError(f"noise is a standard deviation and cannot be negative: {noise}")


def generator(seed: Seed, random_state: Seed = None) -> np.random.Generator:
    """Give the generator of a seed, by either of its names."""
    if seed is not None and random_state is not None:
        raise ValueError("seed and random_state are two names for one thing: give one of them")
    return np.random.default_rng(random_state if seed is None else seed)
