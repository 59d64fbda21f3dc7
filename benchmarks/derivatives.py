"""Beyond a gradient: a sixth derivative, by derivatives inside each other and by a Taylor series,
and a tall Jacobian in forward mode.

Run alone with `python -m benchmarks.derivatives`. Prints a table; exits 1 if a target is missed.
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
    installed,
    jax,
    jax_staged,
    torch,
)
from benchmarks.staged import Staged
from benchmarks.table import COMPILED, HAND, Row

ORDER, POINTS = 6, 1_000
INPUTS, OUTPUTS = 10, 1_000
MOST_OF_AUTOGRAD = 0.1
MOST_OF_TORCH = 0.2
MOST_OF_NESTED = 0.2
MOST_COMPILED = {(COMPILED, HAND): 5.0, (COMPILED, "jax.jit"): 1.0}


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


def sixth_cases() -> dict[str, Case | Staged]:
    """Give the cases of the sixth derivative of tanh at many points."""
    x = np.linspace(-2.0, 2.0, POINTS)
    ours = repeated(ad.elementwise_grad, np.tanh)
    cases: dict[str, Case | Staged] = {
        HAND: lambda: sixth_by_hand(x),
        "adlearn": lambda: ours(x),
        COMPILED: Staged(ours, lambda program: program(x)),
    }
    if autograd is not None:
        theirs = repeated(autograd.elementwise_grad, autograd_numpy.tanh)
        cases["autograd"] = lambda: theirs(x)
    if torch is not None:
        leaf = torch.from_numpy(x).requires_grad_()
        sixth = repeated(derivative_torch, torch.tanh)
        cases["torch"] = lambda: sixth(leaf).detach().numpy()
    if jax is not None:
        by_jax = repeated(lambda f: jax.grad(lambda x: jax.numpy.sum(f(x))), jax.numpy.tanh)
        cases["jax.jit"] = jax_staged(by_jax, [x])
    return cases


def series_cases() -> dict[str, Case | Staged]:
    """Give the cases of the same derivative by Taylor series."""
    x = np.linspace(-2.0, 2.0, POINTS)
    ours, nested = ad.nth_derivative(np.tanh, ORDER), repeated(ad.elementwise_grad, np.tanh)
    cases: dict[str, Case | Staged] = {
        HAND: lambda: sixth_by_hand(x),
        "adlearn": lambda: ours(x),
        "nested": lambda: nested(x),
        COMPILED: Staged(ours, lambda program: program(x)),
    }
    if jax is not None:
        jet = installed("jax.experimental.jet").jet
        slopes = [jax.numpy.ones(POINTS), *[jax.numpy.zeros(POINTS)] * (ORDER - 1)]
        cases["jax.jit"] = jax_staged(lambda x: jet(jax.numpy.tanh, (x,), (slopes,))[1][-1], [x])
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


def jacobian_cases() -> dict[str, Case | Staged]:
    """Give the cases of the Jacobian."""
    a, b = np.random.default_rng(0).standard_normal((2, OUTPUTS, INPUTS))
    x = np.linspace(-1.0, 1.0, INPUTS)
    ours = ad.jacfwd(waves(np, a, b))
    cases: dict[str, Case | Staged] = {
        HAND: lambda: jacobian_by_hand(a, b, x),
        "adlearn": lambda: ours(x),
        COMPILED: Staged(ours, lambda program: program(x)),
    }
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
    if jax is not None:
        cases["jax.jit"] = jax_staged(jax.jacfwd(waves(jax.numpy, a, b)), [x])
    return cases


def rows(effort: Effort) -> list[Row]:
    """Measure them."""
    return [
        table.compare(
            f"{ORDER}th derivative of tanh, {POINTS:,} points",
            sixth_cases(),
            {"autograd": MOST_OF_AUTOGRAD},
            effort,
        )[0],
        table.compare(
            f"{ORDER}th derivative of tanh by its series, {POINTS:,} points (jax: jet)",
            series_cases(),
            {"nested": MOST_OF_NESTED},
            effort,
            also=MOST_COMPILED,
        )[0],
        table.compare(
            f"jacfwd of {INPUTS} inputs, {OUTPUTS:,} outputs (torch.func)",
            jacobian_cases(),
            {"torch": MOST_OF_TORCH},
            effort,
        )[0],
    ]


if __name__ == "__main__":
    sys.exit(table.show(rows(FULL), PEERS))
