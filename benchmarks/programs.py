"""What there is to gain by running a derivative as a program: numbers and small arrays, where an
engine's own work costs most, and a Hessian; and after how many calls a program has paid.

Run alone with `python -m benchmarks.programs`. Prints a table; exits 1 if a target is missed.
"""

from __future__ import annotations

import ast
import functools
import math
import statistics
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

import adlearn as ad
from adlearn.programs.columns import on_columns
from adlearn.programs.naming import names_of
from adlearn.programs.numbers import trace_numbers
from adlearn.programs.simplify import simplified
from adlearn.programs.source import source_of
from benchmarks import derivatives, fluid, scalar, table, tensors, training
from benchmarks.interleaved import FULL, Effort, measure
from benchmarks.peers import (
    PEERS,
    Case,
    advect,
    advect_gradient,
    autograd,
    autograd_numpy,
    jax,
    jax_staged,
)
from benchmarks.staged import Staged, calls_until_paid, runnable
from benchmarks.table import COMPILED, HAND, STAGED_PEERS, Row, duration

Cases = dict[str, Case | Staged]

OPERATIONS, NUMBERS, ROWS = 60, (0.7, 1.3), 1_000
DIMENSIONS = 50
MOST_OF_STRAIGHT_LINE = 1.2
MOST_OF_JAX_HESSIAN = 1.0
MOST_OF_SMALL_STEP = 2.0
#: How a function of floats is compiled that makes nodes of them.
OF_NUMBERS = functools.partial(ad.compile, numbers=True)
#: Cases that have no column: programs of functions of nodes, and of NumPy's functions of floats.
OF_NODES, OF_FLOATS, ON_COLUMNS = "compiled, of nodes", "ad.compile, of floats", "on columns"
#: Compiled with memory that is kept; arrays for which the system gives new memory each time.
REUSING = functools.partial(ad.compile, reuse=True)
REUSED = "compiled, memory kept"
LARGE = 5_000_000
#: How often a program is made anew, in a full run, to see what the first answer takes.
BUILDS = 3


# A chain of operations on numbers.


def straight_line(operations: int) -> Callable[[float, float], tuple[float, float]]:
    """Write the derivatives of `scalar.chain` as one would by hand: a line for each step of the
    computation, and of the way back, with the functions of `math`."""
    there, back = [], ["dx, dw = 1.0, 0.0"]
    for k in range(operations // 5):
        there += [f"p{k} = x{k} * w", f"e{k} = exp(sin(p{k}))", f"t{k} = e{k} + w"]
        there += [f"x{k + 1} = log(t{k})"]
    for k in reversed(range(operations // 5)):
        back += [f"dt = dx / t{k}", f"dp = dt * e{k} * cos(p{k})"]
        back += [f"dw += dt + dp * x{k}", "dx = dp * w"]
    lines = ["def f(x0, w):", *there[:-1], *back, "return dx, dw"]  # nobody asks for the value
    names: dict[str, Any] = {name: getattr(math, name) for name in ("sin", "cos", "exp", "log")}
    exec("\n    ".join(lines), names)
    return names["f"]


def chain_of(namespace: Any, operations: int = OPERATIONS) -> Callable[[Any, Any], Any]:
    """Give the chain for a namespace's functions."""

    def f(x: Any, w: Any) -> Any:
        return scalar.chain(x, w, namespace.sin, namespace.exp, namespace.log, operations)

    return f


def by_nodes(x: float, w: float) -> tuple[float, float]:
    """Compute the chain's two derivatives as students do."""
    x_node, w_node = ad.AutogradValue(x), ad.AutogradValue(w)
    chain_of(ad)(x_node, w_node).backward()
    return x_node.grad, w_node.grad


def number_cases() -> Cases:
    """Give the cases of the chain's two derivatives."""
    by_hand = straight_line(OPERATIONS)
    of_nodes, of_floats = ad.grad(chain_of(ad), (0, 1)), ad.grad(chain_of(np), (0, 1))

    def values(x: Any, w: Any) -> tuple[float, float]:
        dx, dw = of_nodes(x, w)
        return dx.value, dw.value

    nodes = [ad.AutogradValue(number) for number in NUMBERS]
    cases: Cases = {
        HAND: lambda: by_hand(*NUMBERS),
        "adlearn": lambda: by_nodes(*NUMBERS),
        COMPILED: Staged(by_nodes, lambda program: program(*NUMBERS), OF_NUMBERS),
        OF_NODES: Staged(values, lambda program: program(*nodes)),
        OF_FLOATS: Staged(of_floats, lambda program: program(*NUMBERS)),
    }
    if autograd is not None:
        theirs = autograd.grad(chain_of(autograd_numpy), (0, 1))
        cases["autograd"] = lambda: theirs(*NUMBERS)
    if jax is not None:
        points = [np.array(number) for number in NUMBERS]
        cases["jax.jit"] = jax_staged(jax.grad(chain_of(jax.numpy), (0, 1)), points)
    if advect is not None:
        cases["advect"] = Staged(
            chain_of(np),
            lambda program: program(*NUMBERS),
            advect_gradient((0, 1), *NUMBERS),
        )
    return cases


# The same program for one row after the other, and once for all of them.


def column_program(f: Callable[..., Any]) -> Callable[..., Any]:
    """Write the program of a function of numbers out with NumPy's functions, for columns."""
    recording = simplified(on_columns(trace_numbers(f, NUMBERS, {})))
    source = source_of(recording, names_of(recording), {})
    names: dict[str, Any] = {}
    exec(source, names)
    name = next(node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef))
    return names[name]


def rows_cases() -> Cases:
    """Give the cases of the chain's derivatives at many points."""
    xs, ws = np.random.default_rng(0).uniform(0.5, 1.5, (2, ROWS))
    pairs = list(zip(xs.tolist(), ws.tolist(), strict=True))
    by_hand = straight_line(OPERATIONS)

    def each(f: Callable[..., Any]) -> np.ndarray:
        return np.array([f(x, w) for x, w in pairs]).T

    return {
        HAND: lambda: each(by_hand),
        "adlearn": lambda: each(by_nodes),
        COMPILED: Staged(by_nodes, each, OF_NUMBERS),
        ON_COLUMNS: Staged(by_nodes, lambda program: np.stack(program(xs, ws)), column_program),
    }


# Large arrays, for which memory is asked for again and again, or kept.


def large_cases() -> Cases:
    """Give the cases of the same operations on large arrays, and one that keeps its memory."""
    cases: Cases = {
        name: case
        for name, case in tensors.cases(LARGE).items()
        if name in (HAND, "adlearn", COMPILED, *PEERS)
    }
    compiled = cases[COMPILED]
    assert isinstance(compiled, Staged)
    return cases | {REUSED: Staged(compiled.f, compiled.call, REUSING)}


# A Hessian.


def rosenbrock(namespace: Any) -> Callable[[Any], Any]:
    """Write the function for a NumPy-like namespace."""

    def f(x: Any) -> Any:
        return namespace.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)

    return f


def hessian_by_hand(x: np.ndarray) -> np.ndarray:
    """Fill in the three diagonals."""
    beside = -400.0 * x[:-1]
    diagonal = np.zeros_like(x)
    diagonal[:-1] = 1200.0 * x[:-1] ** 2 - 400.0 * x[1:] + 2.0
    diagonal[1:] += 200.0
    return np.diag(diagonal) + np.diag(beside, 1) + np.diag(beside, -1)


def hessian_cases() -> Cases:
    """Give the cases of the Hessian."""
    x = np.linspace(-1.0, 1.0, DIMENSIONS)
    ours = ad.hessian(rosenbrock(np))
    cases: Cases = {
        HAND: lambda: hessian_by_hand(x),
        "adlearn": lambda: ours(x),
        COMPILED: Staged(ours, lambda program: program(x)),
    }
    if autograd is not None:
        theirs = autograd.hessian(rosenbrock(autograd_numpy))
        cases["autograd"] = lambda: theirs(x)
    if jax is not None:
        cases["jax.jit"] = jax_staged(jax.hessian(rosenbrock(jax.numpy)), [x])
    return cases


# Small steps of training.


def linear_loss(namespace: Any) -> Callable[..., Any]:
    """Write the loss of a linear regression, of parameters in a dictionary."""

    def loss(p: Any, x: Any, y: Any) -> Any:
        return namespace.mean((namespace.matmul(x, p["w"]) + p["b"] - y) ** 2)

    return loss


def linear_gradients_by_hand(p: Any, x: np.ndarray, y: np.ndarray) -> dict[str, Any]:
    """Compute the loss's gradients."""
    r = (x @ p["w"] + p["b"] - y) * (2.0 / len(y))
    return {"w": x.T @ r, "b": r.sum()}


def linear_cases() -> Cases:
    """Give the cases of the linear regression."""
    random = np.random.default_rng(0)
    x = random.standard_normal((20, 3))
    y = x @ np.ones(3) + 0.1 * random.standard_normal(20)
    p = {"w": np.zeros(3), "b": 0.5}
    return step_cases(linear_loss, linear_gradients_by_hand, (p, x, y))


def polynomial_loss(_: Any) -> Callable[..., Any]:
    """Write the loss of a cubic: operators will do."""

    def loss(c: Any, t: Any, y: Any) -> Any:
        r = c[0] + c[1] * t + c[2] * t**2 + c[3] * t**3 - y
        return (r * r).sum()

    return loss


def polynomial_gradient_by_hand(c: np.ndarray, t: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Compute the loss's gradient."""
    t2 = t * t
    t3 = t2 * t
    r = 2.0 * (c[0] + c[1] * t + c[2] * t2 + c[3] * t3 - y)
    return np.array([r.sum(), r @ t, r @ t2, r @ t3])


def polynomial_cases() -> Cases:
    """Give the cases of the polynomial regression."""
    t = np.linspace(-1.0, 1.0, 30)
    c = np.array([0.1, 0.2, 0.3, 0.4])
    return step_cases(polynomial_loss, polynomial_gradient_by_hand, (c, t, np.sin(3.0 * t)))


def step_cases(loss: Callable[[Any], Any], by_hand: Any, points: tuple[Any, ...]) -> Cases:
    """Give the cases of the gradient of a loss by its first argument."""
    ours = ad.grad(loss(np))
    cases: Cases = {
        HAND: lambda: by_hand(*points),
        "adlearn": lambda: ours(*points),
        COMPILED: Staged(ours, lambda program: program(*points)),
    }
    if autograd is not None:
        theirs = autograd.grad(loss(autograd_numpy))
        cases["autograd"] = lambda: theirs(*points)
    if jax is not None:
        cases["jax.jit"] = jax_staged(jax.grad(loss(jax.numpy)), points)
    if advect is not None:
        staged = advect_gradient(0, *points)
        cases["advect"] = Staged(loss(np), lambda program: program(*points), staged)
    return cases


# What it takes to make a program, and when that has paid.


def builds() -> dict[str, Callable[[], Mapping[str, Case | Staged]]]:
    """List the workloads whose programs are made anew."""
    return {
        f"a chain of {OPERATIONS} operations on numbers": number_cases,
        f"{tensors.OPERATIONS} operations on 10 elements": lambda: tensors.cases(10),
        f"a step on {training.BATCH} images": lambda: training.epoch_cases(training.BATCH),
        f"{training.REGRESSION_STEPS} steps of tanh regression": training.regression_cases,
        f"through {training.INNER_STEPS} steps of descent": training.rate_cases,
        f"fluid, {fluid.STEPS} steps": fluid.cases,
        f"Hessian of {DIMENSIONS} inputs": hessian_cases,
        f"{derivatives.ORDER}th derivative by its series": derivatives.series_cases,
        "linear regression": linear_cases,
    }


def build_row(title: str, cases: Mapping[str, Case | Staged], effort: Effort) -> Row:
    """Measure the first answer of each program, and after how many calls it has overtaken ours
    without one."""
    kept = {name: cases[name] for name in ("adlearn", COMPILED, *STAGED_PEERS) if name in cases}
    fit, failures = runnable(kept)
    timings = measure(fit, effort)
    eager = timings.median("adlearn")
    cells = {"adlearn": duration(eager)} | {name: f.word for name, f in failures.items()}
    for name, case in kept.items():
        if isinstance(case, Staged) and name in fit:
            times = 1 if effort.quick else BUILDS
            first = statistics.median(case.first_answer() for _ in range(times))
            calls = calls_until_paid(first, timings.median(name), eager)
            cells[name] = f"{duration(first)}, {written(calls)}"
    return Row(f"first answer, calls until it has paid: {title}", cells)


def written(calls: float) -> str:
    """Write after how many calls.

    Examples
    --------
    >>> written(1234.0), written(math.inf)
    ('1,234', 'never')
    """
    return f"{calls:,.0f}" if math.isfinite(calls) else "never"


def rows(effort: Effort) -> list[Row]:
    """Measure all of it."""
    small = {(COMPILED, HAND): MOST_OF_SMALL_STEP}
    brief = replace(effort, rounds=5, seconds=0.02)
    return [
        table.compare(
            f"two derivatives of a chain of {OPERATIONS} operations on numbers",
            number_cases(),
            {},
            effort,
            also={
                (COMPILED, HAND): MOST_OF_STRAIGHT_LINE,
                (OF_NODES, HAND): None,
                (OF_FLOATS, HAND): None,
            },
        )[0],
        table.compare(
            f"the chain's derivatives at {ROWS:,} points, one after the other",
            rows_cases(),
            {},
            effort,
            also={(ON_COLUMNS, COMPILED): None, (ON_COLUMNS, HAND): None},
        )[0],
        table.compare(
            f"{tensors.OPERATIONS} operations on {LARGE:,} elements, memory kept or not",
            large_cases(),
            {},
            brief,
            also={(REUSED, HAND): None, (REUSED, COMPILED): None},
        )[0],
        table.compare(
            f"Hessian of Rosenbrock's function of {DIMENSIONS} inputs",
            hessian_cases(),
            {},
            effort,
            also={(COMPILED, "jax.jit"): MOST_OF_JAX_HESSIAN},
        )[0],
        table.compare(
            "gradient of a linear regression, 20 x 3, parameters in a dictionary",
            linear_cases(),
            {},
            effort,
            also=small,
        )[0],
        table.compare(
            "gradient of a polynomial regression, 30 points",
            polynomial_cases(),
            {},
            effort,
            also=small,
        )[0],
        *(build_row(title, cases(), brief) for title, cases in builds().items()),
    ]


if __name__ == "__main__":
    sys.exit(table.show(rows(FULL), PEERS))
