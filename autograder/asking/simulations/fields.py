"""A fluid on a square grid whose edges meet, written once more, and fields to ask it with.

Its axes are x and y; velocities are in cells per step. After Stam, *Real-Time Fluid Dynamics for
Games* (2003): semi-Lagrangian advection, and a projection by a few rounds of Jacobi's method.
"""

from __future__ import annotations

from typing import Any

import numpy as np

#: How often pressure is improved in one projection.
ROUNDS = 10


def advect(f: Any, vx: Any, vy: Any) -> Any:
    """Carry a field along for one step: each cell looks back to where it came from.

    Examples
    --------
    >>> f = np.zeros((3, 3))
    >>> f[0, 0] = 1.0
    >>> advect(f, np.full((3, 3), 0.75), np.zeros((3, 3)))[:, 0]
    array([0.25, 0.75, 0.  ])
    """
    rows, columns = f.shape
    i, j = np.meshgrid(np.arange(rows), np.arange(columns), indexing="ij")
    x, y = i - vx, j - vy
    left, low = np.floor(x).astype(int), np.floor(y).astype(int)
    across, up = x - left, y - low
    left, right = np.mod(left, rows), np.mod(left + 1, rows)
    low, high = np.mod(low, columns), np.mod(low + 1, columns)
    near = (1 - up) * f[left, low] + up * f[left, high]
    far = (1 - up) * f[right, low] + up * f[right, high]
    return (1 - across) * near + across * far


def divergence(vx: Any, vy: Any) -> Any:
    """Say how much more flows out of each cell than into it."""
    along_x = np.roll(vx, -1, axis=0) - np.roll(vx, 1, axis=0)
    along_y = np.roll(vy, -1, axis=1) - np.roll(vy, 1, axis=1)
    return (along_x + along_y) / 2


def pressure(d: Any, rounds: int = ROUNDS) -> Any:
    """Give the pressure after so many rounds, from none, for a divergence."""
    p = np.zeros(d.shape)
    for _ in range(rounds):
        along_x = np.roll(p, -1, axis=0) + np.roll(p, 1, axis=0)
        along_y = np.roll(p, -1, axis=1) + np.roll(p, 1, axis=1)
        p = (along_x + along_y - d) / 4
    return p


def project(vx: Any, vy: Any) -> tuple[Any, Any]:
    """Give the wind after pressure has pushed it."""
    p = pressure(divergence(vx, vy))
    push_x = (np.roll(p, -1, axis=0) - np.roll(p, 1, axis=0)) / 2
    push_y = (np.roll(p, -1, axis=1) - np.roll(p, 1, axis=1)) / 2
    return vx - push_x, vy - push_y


def simulate(vx: Any, vy: Any, smoke: Any, steps: int) -> tuple[Any, list[Any]]:
    """Give the smoke after so many steps, and after each."""
    frames = []
    for _ in range(steps):
        vx, vy = project(advect(vx, vx, vy), advect(vy, vx, vy))
        smoke = advect(smoke, vx, vy)
        frames.append(smoke)
    return smoke, frames


def drawn(n: int, seed: int, size: float = 1.0, count: int = 1) -> list[np.ndarray]:
    """Draw fields of n times n cells, rounded, with no whole numbers: there slopes have a kink.

    Examples
    --------
    >>> [one.shape for one in drawn(4, 0, count=2)]
    [(4, 4), (4, 4)]
    """
    draw = np.random.default_rng(seed)
    fields = np.round(draw.uniform(-size, size, size=(count, n, n)), 2)
    near = np.abs(fields - np.round(fields)) < 0.05
    return list(np.where(near, np.round(fields) + 0.25, fields))


def smoke_of(n: int, seed: int) -> np.ndarray:
    """Draw smoke: numbers between 0 and 1."""
    return np.round(np.random.default_rng(seed).uniform(size=(n, n)), 2)


def spot(n: int, i: int, j: int) -> np.ndarray:
    """Give a field that is 1 in one cell, and 0 in all others."""
    field = np.zeros((n, n))
    field[i, j] = 1.0
    return field
