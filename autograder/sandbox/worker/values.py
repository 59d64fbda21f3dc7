"""Numbers and containers cross a pipe by value, exactly; everything else as a numbered handle.

The form is JSON in which every object is a tag, so nothing is ambiguous:

====================================  ==========================================================
value                                 on the wire
====================================  ==========================================================
None, bool, str, int to 2**53         itself
a larger int                          ``{"i": "-0x20000000000001"}``
float (float64)                       itself (``repr`` is exact); ``{"f": "nan"}``, ``{"f": "inf"}``
float16, float32 scalar               ``{"s": "float32", "x": "0000c03f"}`` (little-endian hex)
list                                  ``[...]``
tuple                                 ``{"t": [...]}``
dict (keys str, or int to 2**53)      ``{"d": [[key, value], ...]}``
array of floats, integers or bools    ``{"a": "float64", "shape": [2], "x": "..."}``
array of objects                      ``{"o": [...], "shape": [2]}`` (elements in C order)
a function given as text              ``{"fn": "def f(x): ..."}`` (only towards the worker)
anything else                         ``{"h": 7, "type": "AutogradValue", "repr": "3.0"}``
====================================  ==========================================================

NumPy's float64, integer and bool scalars become Python's (they compare alike); longdouble and
fractions are rounded to float64. Subclasses of float, int, str, list are handles: their ``==`` may
be anything. The same object gets the same handle, so handles tell identity.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

DEPTH_LIMIT = 64
STRING_LIMIT = 64 * 1024
INTEGER_BITS = 16 * 1024
REPR_LIMIT = 120
TYPE_LIMIT = 80

_EXACT_INTEGER = 2**53
_KINDS = ("float16", "float32", "float64", "bool") + tuple(
    f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)
)
DTYPES = {kind: np.dtype(kind).newbyteorder("<") for kind in _KINDS}
_SMALL_FLOATS = {np.float16: "float16", np.float32: "float32"}
_PYTHON_FLOATS = frozenset({float, np.float64, np.longdouble})
_NUMPY_INTEGERS = frozenset(np.dtype(code).type for code in "bBhHiIlLqQ")
_SPECIAL = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}


class TooLarge(ValueError):
    """A value is longer or deeper than what may cross."""


class MalformedValue(ValueError):
    """What came over the wire does not stand for a value."""


@dataclass(frozen=True, slots=True)
class Handle:
    """A thing that stayed on the other side, by its number there."""

    number: int
    type: str = "object"
    repr: str = ""


class Budget:
    """Counts what a value costs on the wire, and refuses above `size` bytes."""

    __slots__ = ("left", "size")

    def __init__(self, size: int) -> None:
        self.size = size
        self.left = size

    def spend(self, amount: int) -> None:
        self.left -= amount
        if self.left < 0:
            raise TooLarge(f"the value takes more than {self.size // 1024} KiB to send")


def encode(
    value: Any,
    other: Callable[[Any], dict[str, Any]] | None = None,
    size: int = 1 << 20,
) -> Any:
    """Write a value in the form of the table above.

    Parameters
    ----------
    value : object
        What to send.
    other : callable, optional
        Called with each object that does not cross by value; returns its tag. By default a
        `Handle` is sent as itself and anything else is refused.
    size : int
        The largest encoding, in bytes (counted approximately, from above).

    Returns
    -------
    object
        Something `json.dumps` writes and `decode` reads.

    Raises
    ------
    TooLarge
        If the value is too long, too deep, or contains itself.
    TypeError
        If an object can not be sent.

    Examples
    --------
    >>> encode((1, float("nan"), np.float32(1.5)))
    {'t': [1, {'f': 'nan'}, {'s': 'float32', 'x': '0000c03f'}]}
    """
    return _encode(value, other or _reference, Budget(size), DEPTH_LIMIT)


def _encode(value: Any, other: Callable[[Any], Any], budget: Budget, depth: int) -> Any:
    kind = type(value)
    budget.spend(8)
    if value is None or kind is bool:
        return value
    if kind in _PYTHON_FLOATS:
        return _float(float(value), budget)
    if kind is int:
        return _integer(value, budget)
    if kind is str:
        return _string(value, budget)
    if depth == 0:
        raise TooLarge(f"the value is nested more than {DEPTH_LIMIT} deep, or contains itself")
    if kind is list:
        return [_encode(item, other, budget, depth - 1) for item in value]
    if kind is tuple:
        return {"t": [_encode(item, other, budget, depth - 1) for item in value]}
    if kind is dict and all(type(key) in (str, int) and _plain_key(key) for key in value):
        return {
            "d": [
                [_encode(key, other, budget, 0), _encode(item, other, budget, depth - 1)]
                for key, item in value.items()
            ]
        }
    if kind is np.bool_:
        return bool(value)
    if kind in _NUMPY_INTEGERS:
        return _integer(int(value), budget)
    if kind is getattr(sys.modules.get("fractions"), "Fraction", ()) and _fits(value):
        return _float(float(value), budget)
    if kind in _SMALL_FLOATS:
        name = _SMALL_FLOATS[kind]
        budget.spend(24)
        return {"s": name, "x": np.asarray(value, DTYPES[name]).tobytes().hex()}
    if kind is np.ndarray:
        if value.dtype.kind == "O":
            budget.spend(20 + 20 * value.ndim)
            elements = [_encode(item, other, budget, depth - 1) for item in value.flat]
            return {"o": elements, "shape": list(value.shape)}
        if value.dtype.name in DTYPES:
            return _array(value, budget)
        if value.dtype.kind == "f":  # of more digits than are compared
            return _array(value.astype(np.float64), budget)
    reference = other(value)
    budget.spend(40 + 2 * sum(len(part) for part in reference.values() if type(part) is str))
    return reference


def _fits(fraction: Any) -> bool:
    """Say whether a fraction is no larger than floats are; one that is stays where it is."""
    try:
        return math.isfinite(float(fraction))
    except (OverflowError, TypeError):
        return False


def _float(value: float, budget: Budget) -> Any:
    budget.spend(20)
    if math.isfinite(value):
        return value
    return {"f": "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"}


def _integer(value: int, budget: Budget) -> Any:
    budget.spend(16)
    if -_EXACT_INTEGER <= value <= _EXACT_INTEGER:
        return value
    if value.bit_length() > INTEGER_BITS:
        raise TooLarge(f"an integer of {value.bit_length()} bits")
    budget.spend(value.bit_length() // 4)
    return {"i": hex(value)}


def _string(value: str, budget: Budget) -> str:
    if len(value) > STRING_LIMIT:
        raise TooLarge(f"a string of {len(value)} characters")
    budget.spend(2 * len(value))
    return value


def _array(value: np.ndarray, budget: Budget) -> dict[str, Any]:
    budget.spend(40 + 20 * value.ndim + 2 * value.nbytes)
    name = value.dtype.name
    data = np.ascontiguousarray(value, DTYPES[name])
    return {"a": name, "shape": list(value.shape), "x": data.tobytes().hex()}


def _reference(value: Any) -> dict[str, Any]:
    if isinstance(value, Handle):
        return {"h": value.number}
    raise TypeError(
        f"a {type(value).__name__} can not be sent to a submission: send numbers, strings, lists, "
        "tuples, dicts, arrays or a Handle"
    )


def decode(
    data: Any,
    handle: Callable[[Handle], Any] | None = None,
    function: Callable[[str], Any] | None = None,
) -> Any:
    """Read a value back.

    Parameters
    ----------
    data : object
        What `encode` made, after a trip through JSON.
    handle : callable, optional
        Turns a `Handle` into what it stands for; by default it is kept as it is.
    function : callable, optional
        Turns a function's source text into a function; without it such text is refused.

    Returns
    -------
    object
        The value: exact built-in types, NumPy scalars for float16 and float32, fresh arrays.

    Raises
    ------
    MalformedValue
        If `data` is not in the form of the table above.

    Examples
    --------
    >>> decode({"t": [1, {"s": "float32", "x": "0000c03f"}, {"h": 7, "type": "Node", "repr": "3"}]})
    (1, np.float32(1.5), Handle(number=7, type='Node', repr='3'))
    """
    return _decode(data, handle or (lambda reference: reference), function, DEPTH_LIMIT + 1)


def _decode(data: Any, handle: Any, function: Any, depth: int) -> Any:
    kind = type(data)
    if data is None or kind is bool or kind is str:
        return data
    if kind is float:
        if not math.isfinite(data):
            raise MalformedValue("a number that overflows")
        return data
    if kind is int:
        if not -_EXACT_INTEGER <= data <= _EXACT_INTEGER:
            raise MalformedValue("an integer beyond 2**53 without its tag")
        return data
    if depth == 0:
        raise MalformedValue("a value nested too deeply")
    if kind is list:
        return [_decode(item, handle, function, depth - 1) for item in data]
    if kind is not dict:
        raise MalformedValue(f"a {kind.__name__}")
    keys = frozenset(data)
    if keys == {"t"}:
        return tuple(_decode(item, handle, function, depth - 1) for item in _list(data["t"]))
    if keys == {"d"}:
        return _dict(data["d"], handle, function, depth - 1)
    if keys == {"f"} and type(data["f"]) is str and data["f"] in _SPECIAL:
        return _SPECIAL[data["f"]]
    if keys == {"i"}:
        return _read_integer(data["i"])
    if keys == {"s", "x"} and data["s"] in ("float16", "float32"):
        return _read_array(data["s"], (), data["x"])[()]
    if keys == {"a", "shape", "x"}:
        return _read_array(data["a"], _shape(data["shape"]), data["x"])
    if keys == {"o", "shape"}:
        return _read_objects(data, handle, function, depth - 1)
    if keys == {"fn"} and function is not None and type(data["fn"]) is str:
        return function(data["fn"])
    if "h" in keys and keys <= {"h", "type", "repr"}:
        return handle(_read_handle(data))
    raise MalformedValue("an unknown tag")


def _list(data: Any) -> list[Any]:
    if type(data) is not list:
        raise MalformedValue("a tag without its list")
    return data


def _dict(data: Any, handle: Any, function: Any, depth: int) -> dict[Any, Any]:
    result = {}
    for pair in _list(data):
        if type(pair) is not list or len(pair) != 2:
            raise MalformedValue("a dict whose items are not pairs")
        # As it stands: integers beyond 2**53 can be made so that looking one up takes for ever.
        key = pair[0]
        if type(key) not in (str, int) or not _plain_key(key) or key in result:
            raise MalformedValue("a dict with a repeated key, or one that is no str or int")
        result[key] = _decode(pair[1], handle, function, depth)
    return result


def _plain_key(key: str | int) -> bool:
    return type(key) is str or -_EXACT_INTEGER <= key <= _EXACT_INTEGER  # type: ignore[operator]


def _read_integer(text: Any) -> int:
    if type(text) is not str or len(text) > INTEGER_BITS // 4 + 3:
        raise MalformedValue("an integer that is no text, or too long")
    try:
        value = int(text, 16)
    except ValueError:
        raise MalformedValue("an integer that is not hexadecimal") from None
    if hex(value) != text:
        raise MalformedValue("an integer in an unusual form")
    return value


def _shape(data: Any) -> tuple[int, ...]:
    if type(data) is not list or len(data) > 32:
        raise MalformedValue("a shape that is no list, or has more than 32 axes")
    if not all(type(size) is int and 0 <= size < 2**31 for size in data):
        raise MalformedValue("a shape that does not hold sizes")
    return tuple(data)


def _read_array(name: Any, shape: tuple[int, ...], text: Any) -> np.ndarray:
    if type(name) is not str or name not in DTYPES or type(text) is not str:
        raise MalformedValue("an array of an unknown type")
    dtype = DTYPES[name]
    size = math.prod(shape)
    if len(text) != 2 * size * dtype.itemsize:
        raise MalformedValue("an array whose data do not fill its shape")
    try:
        raw = bytes.fromhex(text)
    except ValueError:
        raise MalformedValue("an array that is not hexadecimal") from None
    if len(raw) != size * dtype.itemsize:
        raise MalformedValue("an array that is not hexadecimal")
    if name == "bool" and raw.strip(b"\0\1"):
        raise MalformedValue("a bool that is neither 0 nor 1")
    return _reshaped(np.frombuffer(raw, dtype).astype(name), shape)


def _read_objects(data: Any, handle: Any, function: Any, depth: int) -> np.ndarray:
    shape = _shape(data["shape"])
    elements = [_decode(item, handle, function, depth) for item in _list(data["o"])]
    if math.prod(shape) != len(elements):
        raise MalformedValue("an array whose elements do not fill its shape")
    array = np.empty(len(elements), dtype=object)
    for index, element in enumerate(elements):
        array[index] = element
    return _reshaped(array, shape)


def _reshaped(array: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    try:
        return array.reshape(shape)
    except ValueError:
        raise MalformedValue("a shape no array can have") from None


def _read_handle(data: dict[str, Any]) -> Handle:
    number, kind, text = data["h"], data.get("type", "object"), data.get("repr", "")
    if type(number) is not int or not 0 < number < 2**31:
        raise MalformedValue("a handle without its number")
    if type(kind) is not str or len(kind) > TYPE_LIMIT:
        raise MalformedValue("a handle without its type")
    if type(text) is not str or len(text) > REPR_LIMIT:
        raise MalformedValue("a handle with a long repr")
    return Handle(number, kind, text)
