"""Compares answers: what has to be the same, and what has to be left out of the comparison."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from calls.making import Call, parts_of

from adlearn.tensors.primitive import Traced, value_of


class Failed(Exception):
    """A promise that was not kept."""

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(kind, detail)
        self.kind, self.detail = kind, detail


def comparable(call: Call, answer: Any) -> Any:
    """Take out of an answer what is anybody's guess: unwritten memory, signs of eigenvectors."""
    given = dict(call.given)
    name = call.function.name
    mask = given.get("where")
    if (
        isinstance(mask, np.ndarray)
        and isinstance(call.function.plain, np.ufunc)
        and "out" not in given
    ):
        return tuple(np.where(mask, part, 0) for part in parts_of(answer))
    if name.endswith("outer") and isinstance(mask, np.ndarray):
        return np.where(mask, answer, 0)
    if name == "np.pad" and "empty" in (given.get("mode"), given.get("kwargs", {}).get("mode")):
        return shape_only(answer)
    after = AFTER.get(name)
    return after(answer) if after is not None else answer


def eigen(answer: Any) -> Any:
    """Values and projectors, which do not depend on the length and phase of vectors."""
    if not isinstance(answer, tuple):
        return answer
    w, v = answer
    ones = np.sum(v * np.conjugate(v), axis=-2, keepdims=True)
    return w, v[..., :, None, :] * np.conjugate(v)[..., None, :, :] / ones[..., None, :, :]


def singular(answer: Any) -> Any:
    if not isinstance(answer, tuple):
        return answer
    u, s, vh = answer
    k = s.shape[-1]
    return s, u[..., :, None, :k] * np.swapaxes(vh[..., :k, :], -1, -2)[..., None, :, :]


def shape_only(answer: Any) -> Any:
    return np.zeros_like(value_of(answer))


AFTER: dict[str, Callable[[Any], Any]] = {
    "np.linalg.eigh": eigen,
    "np.linalg.eig": eigen,
    "np.linalg.svd": singular,
    "scipy.linalg.eigh": eigen,
    "scipy.linalg.eig": eigen,
    "scipy.linalg.svd": singular,
    "np.empty_like": shape_only,
}


def overwritable(call: Call) -> bool:
    """Say whether NumPy was allowed to write, and need not."""
    return any(name.startswith("overwrite") and value for name, value in call.given)


def careful(given: Any) -> Any:
    return [(name, False if name.startswith("overwrite") else value) for name, value in given]


# Numbers and arrays


def as_numpy(x: Any) -> Any:
    return x if isinstance(x, np.ndarray) else np.asarray(x)[()]


def dtype_of(y: Any) -> np.dtype:
    return np.asarray(value_of(y)).dtype


def is_float(y: Any) -> bool:
    if isinstance(y, Traced):
        return True
    return isinstance(y, (float, complex, np.inexact)) or (
        isinstance(y, np.ndarray) and y.dtype.kind in "fc"
    )


def is_low(parts: Any) -> bool:
    return any(dtype_of(y) in (np.float32, np.complex64, np.float16) for y in parts)


def doubled(x: Any) -> Any:
    a = np.asarray(x)
    a = a.astype(np.complex128 if a.dtype.kind == "c" else np.float64)
    return a if isinstance(x, np.ndarray) else a[()]


def in_double(value: Any) -> Any:
    """Put double precision in the place of single, in arrays and names of types."""
    if isinstance(value, (np.ndarray, np.inexact)) and value.dtype in (np.float32, np.complex64):
        return doubled(value)
    if isinstance(value, type) and value in (np.float32, np.complex64):
        return np.float64 if value is np.float32 else np.complex128
    if isinstance(value, str) and value == "f4":
        return "f8"
    if isinstance(value, (list, tuple)):
        return type(value)([in_double(part) for part in value])
    if isinstance(value, dict):
        return {key: in_double(part) for key, part in value.items()}
    return value


def pairing(us: Any, ys: Any) -> tuple[float, float]:
    """What a change y is worth, Re(sum(u * y)), and how large the numbers are that make it."""
    total, size = 0.0, 0.0
    for u, y in zip(us, ys, strict=True):
        products = np.real(np.asarray(u) * np.asarray(y))
        total += float(np.sum(products, dtype=np.float64))
        size += float(np.sum(np.abs(products), dtype=np.float64))
    return total, size if math.isfinite(size) else 0.0


def same(a: Any, b: Any) -> bool:
    a, b = value_of(a), value_of(b)
    if isinstance(a, (np.ndarray, np.generic)) or isinstance(b, (np.ndarray, np.generic)):
        x, y = np.asarray(a), np.asarray(b)
        return x.shape == y.shape and bool(
            np.array_equal(x, y, equal_nan=x.dtype.kind in "fc" and y.dtype.kind in "fc")
        )
    return bool(a == b or (a != a and b != b))


def same_tree(a: Any, b: Any) -> bool:
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same_tree(a[key], b[key]) for key in a)
    if isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)):
        return len(a) == len(b) and all(map(same_tree, a, b))
    return same(a, b)


def plain_rest(given: Any) -> list[Any]:
    return [value for name, value in given if name != "out"]


def leaked(*parts: Any) -> None:
    for part in parts:
        for y in parts_of(part):
            if isinstance(y, Traced):
                raise Failed("leaked", f"{y!r} outside of the derivative")


def types(found: Any, like: Any, what: str) -> None:
    for a, b in zip(found, like, strict=True):
        if np.shape(a) != np.shape(b):
            raise Failed("shape", f"{what} of shape {np.shape(a)} for {np.shape(b)}")
        x, y = np.asarray(a).dtype, np.asarray(b).dtype
        if x != y and not (what == "tangent" and x == np.zeros(0, y).real.dtype):
            raise Failed("derivative dtype", f"{what} {x} for {y}")


def compare_values(found: Any, expected: Any, where: str, low: bool) -> None:
    """Compare an answer with NumPy's: form, shape, type, numbers."""
    if isinstance(expected, (tuple, list)):
        if not isinstance(found, (tuple, list)) or len(found) != len(expected):
            raise Failed("form", f"in {where}: {brief(found)} for {brief(expected)}")
        if isinstance(expected, tuple) != isinstance(found, tuple):
            raise Failed(
                "form", f"in {where}: {type(found).__name__} for {type(expected).__name__}"
            )
        if hasattr(expected, "_fields") and type(found) is not type(expected):
            raise Failed(
                "form", f"in {where}: {type(found).__name__} for {type(expected).__name__}"
            )
        for a, b in zip(found, expected, strict=True):
            compare_values(a, b, where, low)
        return
    a, b = value_of(found), expected
    if isinstance(b, (np.ndarray, np.generic, float, complex, int)) and not isinstance(b, type):
        if isinstance(a, (tuple, list, str)) or a is None:
            raise Failed("form", f"in {where}: {brief(found)} for {brief(expected)}")
        x, y = np.asarray(a), np.asarray(b)
        if x.shape != y.shape:
            raise Failed("shape", f"in {where}: {x.shape} for {y.shape}")
        if x.dtype != y.dtype:
            raise Failed("dtype", f"in {where}: {x.dtype} for {y.dtype}")
        if y.dtype.kind not in "fciub":
            return
        close = 1e-5 if low or is_low([y]) else 1e-12
        if not np.allclose(x, y, rtol=close, atol=close, equal_nan=True):
            raise Failed("value", f"in {where}: {brief(a)} for {brief(b)}")
    elif isinstance(b, (str, np.dtype, type)) and a != b:
        raise Failed("value", f"in {where}: {a!r} for {b!r}")


def brief(thing: Any) -> str:
    if isinstance(thing, (list, tuple)):
        return "[" + ", ".join(map(brief, thing)) + "]"
    if isinstance(thing, Traced):
        thing = value_of(thing)
    if isinstance(thing, (np.ndarray, np.generic)):
        return np.array2string(np.asarray(thing), precision=5, threshold=12).replace("\n", "")[:160]
    return repr(thing)[:100]
