"""Beyond a gradient: a sixth derivative, by derivatives inside each other and by a Taylor series,
and a tall Jacobian in forward mode.

Run alone with `python -m benchmarks.derivatives`. Prints a table; exits 1 if a target is missed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

import adlearn as ad
from benchmarks import table
from benchmarks.interleaved import FULL, Effort
from benchmarks.peers import PEERS, Case, autograd, autograd_numpy, installed, torch
from benchmarks.table import HAND, Figure, Row

ORDER, POINTS = 6, 1_000
INPUTS, OUTPUTS = 10, 1_000
MOST_OF_AUTOGRAD = 0.1
MOST_OF_TORCH = 0.2
MOST_OF_NESTED = 0.2


def repeated(derivative: Callable[..., Any], f: Callable[..., Any]) -> Callable[..., Any]:
    """Differentiate `ORDER` times."""
    for _ in range(ORDER):
        f = derivative(f)
    return f


def sixth_by_hand(x: np.ndarray) -> np.ndarray:
    """Evaluate the sixth derivative of tanh: a polynomial in tanh, by Horner's scheme."""
    t = np.tanh(x)
    s = t * t
    return t * (-272.0 + s * (1232.0 + s * (-1680.0 + s * 720.0)))


def derivative_torch(f: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Make torch's elementwise derivative, which can itself be differentiated."""

    def derived(x: Any) -> Any:
        return torch.autograd.grad(f(x).sum(), x, create_graph=True)[0]

    return derived


def sixth_cases() -> dict[str, Case]:
    """Give the cases of the sixth derivative of tanh at many points."""
    x = np.linspace(-2.0, 2.0, POINTS)
    ours = repeated(ad.elementwise_grad, np.tanh)
    cases: dict[str, Case] = {HAND: lambda: sixth_by_hand(x), "adlearn": lambda: ours(x)}
    if autograd is not None:
        theirs = repeated(autograd.elementwise_grad, autograd_numpy.tanh)
        cases["autograd"] = lambda: theirs(x)
    if torch is not None:
        leaf = torch.from_numpy(x).requires_grad_()
        sixth = repeated(derivative_torch, torch.tanh)
        cases["torch"] = lambda: sixth(leaf).detach().numpy()
    return cases


def series_cases() -> dict[str, Case]:
    """Give the cases of the same derivative by Taylor series; jax's is compiled."""
    x = np.linspace(-2.0, 2.0, POINTS)
    ours, nested = ad.nth_derivative(np.tanh, ORDER), repeated(ad.elementwise_grad, np.tanh)
    cases: dict[str, Case] = {
        HAND: lambda: sixth_by_hand(x),
        "adlearn": lambda: ours(x),
        "nested": lambda: nested(x),
    }
    if (jax := installed("jax")) is not None:
        jax.config.update("jax_enable_x64", True)
        jet = installed("jax.experimental.jet").jet
        leaf = jax.numpy.asarray(x)
        slopes = [jax.numpy.ones_like(leaf), *[jax.numpy.zeros_like(leaf)] * (ORDER - 1)]
        sixth = jax.jit(lambda leaf: jet(jax.numpy.tanh, (leaf,), (slopes,))[1][-1])
        cases["jax"] = lambda: np.asarray(sixth(leaf))
    return cases


def waves(namespace: Any, a: Any, b: Any) -> Callable[[Any], Any]:
    """Write a function of few inputs and many outputs for a NumPy-like namespace."""

    def f(x: Any) -> Any:
        return namespace.sin(namespace.matmul(a, x)) * namespace.tanh(namespace.matmul(b, x))

    return f


def jacobian_by_hand(a: np.ndarray, b: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Compute the Jacobian of `waves` as one would by hand."""
    u, t = a @ x, np.tanh(b @ x)
    return (np.cos(u) * t)[:, None] * a + (np.sin(u) * (1.0 - t * t))[:, None] * b


def jacobian_cases() -> dict[str, Case]:
    """Give the cases of the Jacobian."""
    a, b = np.random.default_rng(0).standard_normal((2, OUTPUTS, INPUTS))
    x = np.linspace(-1.0, 1.0, INPUTS)
    ours = ad.jacfwd(waves(np, a, b))
    cases: dict[str, Case] = {HAND: lambda: jacobian_by_hand(a, b, x), "adlearn": lambda: ours(x)}
    if autograd is not None:
        # Its `jacobian` takes one walk for every output; this is its fastest way.
        push = autograd.make_jvp(waves(autograd_numpy, a, b))
        basis = np.eye(INPUTS)
        cases["autograd"] = lambda: np.stack([push(x)(e)[1] for e in basis], axis=1)
    if torch is not None and (functions := installed("torch.func")) is not None:
        theirs = functions.jacfwd(
            waves(torch, torch.from_numpy(a.copy()), torch.from_numpy(b.copy()))
        )
        leaf = torch.from_numpy(x)
        cases["torch"] = lambda: theirs(leaf).numpy()
    return cases


def series_row(effort: Effort) -> Row:
    """Measure the Taylor series; jax, which has no column, is a figure where it is installed."""
    cases = series_cases()
    row, timings = table.compare(
        f"{ORDER}th derivative of tanh by its series, {POINTS:,} points",
        cases,
        {"nested": MOST_OF_NESTED},
        effort,
    )
    if "jax" not in cases:
        return row
    compiled = Figure("adlearn / jax's compiled jet", timings.ratio("adlearn", "jax"))
    return replace(row, figures=(*row.figures, compiled))


def rows(effort: Effort) -> list[Row]:
    """Measure them."""
    return [
        table.compare(
            f"{ORDER}th derivative of tanh, {POINTS:,} points",
            sixth_cases(),
            {"autograd": MOST_OF_AUTOGRAD},
            effort,
        )[0],
        series_row(effort),
        table.compare(
            f"jacfwd of {INPUTS} inputs, {OUTPUTS:,} outputs (torch.func)",
            jacobian_cases(),
            {"torch": MOST_OF_TORCH},
            effort,
        )[0],
    ]


if __name__ == "__main__":
    sys.exit(table.show(rows(FULL), PEERS))
