"""The solution of a differential equation changes by the solution of another one.

For `y' = f(y, t, a)` a change of `y0`, `a` or of the times moves the solution by s, with
`s' = (df/dy) s + (df/da) da`; forward mode solves for y and s together. The transpose of that
linear equation runs backwards in time: reverse mode solves, from the last time to the first, for
the adjoint `u' = -u (df/dy)` and for the integral of `u (df/da)`, starting each stretch from the
solution that is already known. Both call `odeint` again, on traced values where needed, so
derivatives of derivatives need no more text.

The derivative is as accurate as the tolerances (`rtol`, `atol`) that are given.

Source: Chen, Rubanova, Bettencourt, Duvenaud, "Neural Ordinary Differential Equations" (2018),
appendices B and C.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import scipy.integrate

from adlearn.derivatives.containers import leaves_of
from adlearn.derivatives.transforms import jvp, vjp
from adlearn.errors import MissingRule
from adlearn.rules.arrays_asked import as_array
from adlearn.tensors.constructors import general
from adlearn.tensors.dispatch import implements
from adlearn.tensors.primitive import is_traced

#: What of SciPy's options makes sense for the other equations too.
OPTIONS = ("rtol", "atol", "mxstep", "hmax", "hmin", "h0", "mxhnil", "mxordn", "mxords")

#: `field(y, t, a)`, with all parameters in one vector.
Field = Callable[[Any, Any, Any], Any]


def solution(field: Field, options: dict[str, Any], y0: Any, t: Any, a: Any) -> Any:
    """Solve for `y` at the times `t`; all that it depends on travels as one vector, so that one
    pull gives every cotangent."""
    count = np.shape(t)[0]
    return solution_(np.concatenate([y0, t, a]), field, options, np.shape(y0)[0], count)


def parts(z: Any, n: int, count: int) -> tuple[Any, Any, Any]:
    """Take the start, the times and the parameters out of the vector."""
    return z[:n], z[n : n + count], z[n + count :]


def solve(z: Any, field: Field, options: dict[str, Any], n: int, count: int) -> np.ndarray:
    """Solve with SciPy, on plain arrays."""
    y0, t, a = parts(z, n, count)
    return scipy.integrate.odeint(lambda y, s: field(y, s, a), y0, t, **options)


def push(v: Any, ys: Any, z: Any, field: Field, options: Any, n: int, count: int) -> Any:
    """Solve for the change of the solution along with it."""
    (y0, t, a), (dy0, dt, da) = parts(z, n, count), parts(v, n, count)
    m = np.shape(a)[0]

    def both(pair: Any, s: Any, parameters: Any) -> Any:
        a, da = parameters[:m], parameters[m:]
        # 0 * y, so that a slope that depends on nothing is still a value of this derivative.
        value, change = jvp(lambda y, a: field(y, s, a) + 0.0 * y, (pair[:n], a), (pair[n:], da))
        return np.concatenate([value, change])

    slopes = np.stack([field(ys[i], t[i], a) for i in range(count)])
    start = np.concatenate([y0, dy0 - slopes[0] * dt[0]])
    changes = solution(both, options, start, t, np.concatenate([a, da]))[:, n:]
    return changes + slopes * np.reshape(dt, (-1, 1))


def pull(g: Any, ys: Any, z: Any, field: Field, options: Any, n: int, count: int) -> Any:
    """Solve backwards for the cotangents of the start, the times and the parameters."""
    _, t, a = parts(z, n, count)

    def backwards(state: Any, s: Any, a: Any) -> Any:
        # Time runs as -s, so that the solver always goes forwards.
        value, pull = vjp(lambda y, a: field(y, -s, a), state[:n], a)
        by_y, by_a = pull(state[n : 2 * n])
        return np.concatenate([-value, by_y, by_a])

    u, total, by_t = np.zeros(n), np.zeros(np.shape(a)), []
    for i in range(count - 1, 0, -1):
        by_t.append(np.sum(field(ys[i], t[i], a) * g[i]))
        u = u + g[i]
        state = np.concatenate([ys[i], u, total])
        times = np.stack([-t[i], -t[i - 1]])
        state = solution(backwards, options, state, times, a)[1]
        u, total = state[n : 2 * n], state[2 * n :]
    # A later start moves the solution back along its slope: the rest of the time is what counts.
    by_t.append(-np.sum(field(ys[0], t[0], a) * u))
    return np.concatenate([u + g[0], np.stack(by_t[::-1]), total])


solution_ = general(solve, (pull,), (push,), name="odeint")
solution_.solves = True


@implements(scipy.integrate.odeint)
def odeint(func: Callable[..., Any], y0: Any, t: Any, args: Any = (), **options: Any) -> Any:
    """Solve `y' = func(y, t, *args)`; differentiable by `y0`, `t` and `args`.

    Parameters
    ----------
    func : callable
        Gives the slope, as a list or an array of the shape of `y`. It must be differentiable: use
        `numpy` in it, not `math`. What it depends on and is to be differentiated by is in `args`.
    y0 : array of shape (n,), or float
    t : array of shape (k,)
        The times at which to give the solution, the first of which is that of `y0`.
    args : tuple, optional
        Numbers, arrays, or containers of them.
    **options
        `rtol`, `atol`, `mxstep`, `hmax`, `tfirst`, as SciPy has them. The derivative is as accurate
        as the tolerances are small.

    Returns
    -------
    array of shape (k, n)

    Raises
    ------
    MissingRule
        For SciPy's other options.

    Examples
    --------
    >>> from adlearn.derivatives.transforms import grad
    >>> times = np.array([0.0, 1.0])
    >>> decayed = lambda rate: odeint(lambda y, t, rate: -rate * y, 1.0, times, (rate,))[1, 0]
    >>> round(float(grad(decayed)(0.5)), 4), round(-float(np.exp(-0.5)), 4)
    (-0.6065, -0.6065)
    """
    first = options.pop("tfirst", False)
    unknown = [name for name in options if name not in OPTIONS]
    if unknown:
        raise MissingRule(
            f"odeint has no derivative with the option {unknown[0]}. Leave it out, or pass plain "
            "values (x.numpy()) if none is needed."
        )
    args = args if isinstance(args, tuple) else (args,)
    leaves, rebuild = leaves_of(list(args))
    moving = [i for i, leaf in enumerate(leaves) if is_traced(leaf)]
    shapes = [np.shape(leaves[i]) for i in moving]
    sizes = [int(np.prod(shape, dtype=int)) for shape in shapes]
    flat = [np.reshape(leaves[i], -1) for i in moving]
    a = np.concatenate(flat) if flat else np.zeros(0)
    y0 = np.reshape(as_array(y0), -1)
    y0 = y0 if y0.dtype.kind == "f" else y0.astype(float)

    def field(y: Any, s: Any, a: Any) -> Any:
        filled, start = list(leaves), 0
        for i, shape, size in zip(moving, shapes, sizes, strict=True):
            filled[i] = np.reshape(a[start : start + size], shape)
            start += size
        order = (s, y) if first else (y, s)
        slope = func(*order, *rebuild(filled))
        return np.reshape(as_array(slope), -1)

    return solution(field, options, y0, as_array(t), a)
