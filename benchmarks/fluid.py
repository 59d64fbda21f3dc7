"""The gradient of a simulated fluid by its first velocities: 20 steps on a grid of 40 x 40.

Run alone with `python -m benchmarks.fluid`. Prints a table; exits 1 if a target is missed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import numpy as np

import adlearn as ad
from benchmarks import table
from benchmarks.interleaved import FULL, Effort
from benchmarks.peers import (
    PEERS,
    Case,
    autograd,
    autograd_numpy,
    jax,
    jax_staged,
    mygrad,
    mygrad_gradients,
    torch,
    torch_gradients,
)
from benchmarks.staged import Staged
from benchmarks.table import COMPILED, HAND, Row

SIZE, STEPS, SWEEPS = 40, 20, 10
MOST_OF_AUTOGRAD = 0.4
MOST_COMPILED = 1.05


def in_python(step: Callable[..., Any], state: Any) -> Any:
    """Take the steps one after the other."""
    for _ in range(STEPS):
        state = step(*state)
    return state


def simulation(
    namespace: Any,
    roll: Callable[..., Any],
    floor: Callable[[Any], Any],
    smoke: Any,
    target: Any,
    all_steps: Callable[..., Any] = in_python,
) -> Callable[..., Any]:
    """Write the program for a NumPy-like namespace, whose `roll` and whose rounding to whole
    numbers are given apart: their names differ."""
    rows_at, columns_at = np.meshgrid(np.arange(SIZE), np.arange(SIZE), indexing="ij")
    if namespace is torch:
        rows_at, columns_at = torch.from_numpy(rows_at), torch.from_numpy(columns_at)

    def project(vx: Any, vy: Any) -> tuple[Any, Any]:
        h = 1.0 / SIZE
        divergence = roll(vx, -1, 0) - roll(vx, 1, 0) + roll(vy, -1, 1) - roll(vy, 1, 1)
        divergence = -0.5 * h * divergence
        p = divergence / 4.0
        for _ in range(SWEEPS - 1):
            p = (divergence + roll(p, 1, 0) + roll(p, -1, 0) + roll(p, 1, 1) + roll(p, -1, 1)) / 4.0
        vx = vx - 0.5 * (roll(p, -1, 0) - roll(p, 1, 0)) / h
        vy = vy - 0.5 * (roll(p, -1, 1) - roll(p, 1, 1)) / h
        return vx, vy

    def advect(f: Any, vx: Any, vy: Any) -> Any:
        from_x = (rows_at - vx).ravel()
        from_y = (columns_at - vy).ravel()
        left = floor(from_x)
        top = floor(from_y)
        rw = from_x - left
        bw = from_y - top
        left = left % SIZE
        right = (left + 1) % SIZE
        top = top % SIZE
        bottom = (top + 1) % SIZE
        moved = (1.0 - rw) * ((1.0 - bw) * f[left, top] + bw * f[left, bottom]) + rw * (
            (1.0 - bw) * f[right, top] + bw * f[right, bottom]
        )
        return namespace.reshape(moved, (SIZE, SIZE))

    def step(vx: Any, vy: Any, moved: Any) -> tuple[Any, Any, Any]:
        vx, vy = project(advect(vx, vx, vy), advect(vy, vx, vy))
        return vx, vy, advect(moved, vx, vy)

    def objective(vx: Any, vy: Any) -> Any:
        _, _, moved = all_steps(step, (vx, vy, smoke))
        return namespace.mean((moved - target) ** 2)

    return objective


class Advection:
    """Moves fields along velocities, by hand: the corners and weights serve every field, and the
    way back."""

    ROWS, COLUMNS = np.meshgrid(np.arange(SIZE), np.arange(SIZE), indexing="ij")

    def __init__(self, vx: np.ndarray, vy: np.ndarray) -> None:
        from_x, from_y = self.ROWS - vx, self.COLUMNS - vy
        left, top = np.floor(from_x), np.floor(from_y)
        self.rw, self.bw = from_x - left, from_y - top
        row, column = left.astype(int) % SIZE, top.astype(int) % SIZE
        next_row, next_column = (row + 1) % SIZE, (column + 1) % SIZE
        row, next_row = row * SIZE, next_row * SIZE
        self.corners = (row + column, row + next_column, next_row + column, next_row + next_column)
        w, u = self.rw * self.bw, 1.0 - self.rw
        self.weights = (u - self.bw + w, self.bw - w, self.rw - w, w)

    def forward(self, f: np.ndarray) -> tuple[np.ndarray, tuple[np.ndarray, ...]]:
        """Give the moved field, and the field at the four corners."""
        a, b, c, d = values = tuple(f.take(corner) for corner in self.corners)
        p, q, r, s = self.weights
        return a * p + b * q + c * r + d * s, values

    def backward(
        self, g: np.ndarray, values: tuple[np.ndarray, ...]
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Give the cotangents of the field and of both velocities."""
        a, b, c, d = values
        back = sum(
            np.bincount(corner.ravel(), (g * weight).ravel(), SIZE * SIZE)
            for corner, weight in zip(self.corners, self.weights, strict=True)
        )
        twist = a - b - c + d
        gx = g * (a - c - self.bw * twist)
        gy = g * (a - b - self.rw * twist)
        return np.asarray(back).reshape(SIZE, SIZE), gx, gy


def difference(f: np.ndarray, axis: int) -> np.ndarray:
    """Give the next neighbour minus the one before; the way back is its negative."""
    return np.roll(f, -1, axis) - np.roll(f, 1, axis)


def neighbours(p: np.ndarray) -> np.ndarray:
    """Sum the four neighbours; the way back is the same."""
    return np.roll(p, 1, 0) + np.roll(p, -1, 0) + np.roll(p, 1, 1) + np.roll(p, -1, 1)


def project_by_hand(vx: np.ndarray, vy: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Take out what diverges. The map is linear and symmetric: it is its own way back."""
    divergence = (difference(vx, 0) + difference(vy, 1)) * (-0.5 / SIZE)
    p = divergence / 4.0
    for _ in range(SWEEPS - 1):
        p = (divergence + neighbours(p)) / 4.0
    return vx - difference(p, 0) * (0.5 * SIZE), vy - difference(p, 1) * (0.5 * SIZE)


def gradients_by_hand(
    vx: np.ndarray, vy: np.ndarray, smoke: np.ndarray, target: np.ndarray
) -> list[np.ndarray]:
    """Simulate, and go back through every step."""
    tape = []
    for _ in range(STEPS):
        swirl = Advection(vx, vy)
        (vx, x_values), (vy, y_values) = swirl.forward(vx), swirl.forward(vy)
        vx, vy = project_by_hand(vx, vy)
        drift = Advection(vx, vy)
        smoke, smoke_values = drift.forward(smoke)
        tape.append((swirl, x_values, y_values, drift, smoke_values))
    g = (smoke - target) * (2.0 / smoke.size)
    gx, gy = np.zeros_like(vx), np.zeros_like(vy)
    for swirl, x_values, y_values, drift, smoke_values in reversed(tape):
        g, more_x, more_y = drift.backward(g, smoke_values)
        gx, gy = project_by_hand(gx + more_x, gy + more_y)
        back_x, from_x_x, from_x_y = swirl.backward(gx, x_values)
        back_y, from_y_x, from_y_y = swirl.backward(gy, y_values)
        gx, gy = back_x + from_x_x + from_y_x, back_y + from_x_y + from_y_y
    return [gx, gy]


def cases() -> dict[str, Case | Staged]:
    """Give the cases: by both velocities."""
    random = np.random.default_rng(0)
    angle = np.linspace(0.0, 2.0 * np.pi, SIZE, endpoint=False)
    vx = np.sin(angle)[None, :] + 0.1 * random.standard_normal((SIZE, SIZE))
    vy = np.cos(angle)[:, None] + 0.1 * random.standard_normal((SIZE, SIZE))
    smoke, target = random.uniform(size=(2, SIZE, SIZE))

    ours = ad.grad(
        simulation(np, np.roll, lambda x: np.floor(x).astype(int), smoke, target), (0, 1)
    )
    made: dict[str, Case | Staged] = {
        HAND: lambda: gradients_by_hand(vx, vy, smoke, target),
        "adlearn": lambda: ours(vx, vy),
        COMPILED: Staged(ours, lambda program: program(vx, vy)),
    }
    if autograd is not None:
        theirs = autograd.grad(
            simulation(
                autograd_numpy,
                autograd_numpy.roll,
                lambda x: autograd_numpy.floor(x).astype(int),
                smoke,
                target,
            ),
            (0, 1),
        )
        made["autograd"] = lambda: theirs(vx, vy)
    if torch is not None:
        program = simulation(
            torch,
            torch.roll,
            lambda x: torch.floor(x).long(),
            torch.from_numpy(smoke.copy()),
            torch.from_numpy(target.copy()),
        )
        made["torch"] = torch_gradients(program, [vx, vy])
    if mygrad is not None:
        program = simulation(
            mygrad, mygrad.roll, lambda x: np.floor(x.data).astype(int), smoke, target
        )
        made["MyGrad"] = mygrad_gradients(program, [vx, vy])
    if jax is not None:
        # Its own kind of loop: it takes minutes to compile the steps one after the other.
        program = simulation(
            jax.numpy,
            jax.numpy.roll,
            lambda x: jax.numpy.floor(x).astype(int),
            smoke,
            target,
            lambda step, state: jax.lax.fori_loop(0, STEPS, lambda _, now: step(*now), state),
        )
        made["jax.jit"] = jax_staged(jax.grad(program, (0, 1)), [vx, vy])
    return made


def rows(effort: Effort) -> list[Row]:
    """Measure it."""
    title = f"fluid, {STEPS} steps on {SIZE} x {SIZE}, by both velocities"
    limits, also = {"autograd": MOST_OF_AUTOGRAD}, {(COMPILED, HAND): MOST_COMPILED}
    return [table.compare(title, cases(), limits, effort, also=also)[0]]


if __name__ == "__main__":
    sys.exit(table.show(rows(FULL), PEERS))
