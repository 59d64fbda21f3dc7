"""What makes a node look like the plain number that it holds: it is printed, compared and rounded
like one, and does not become one in silence."""

from __future__ import annotations

import math
from typing import Any

from adlearn.errors import LostDerivative
from adlearn.float_guard import advice, is_stored, math_function_that_called
from adlearn.floats.names import WITH_RULE


def number(thing: Any) -> Any:
    """Take the plain number out of a node of any level; anything else is returned as it is."""
    while isinstance(thing, NumberLike):
        thing = thing.value
    return thing


class Unknown:
    """The base of what stands for a plain number in a program that is being written down: the
    value of nodes below every level, see `adlearn.programs.held`.

    Operations ask it to write themselves down (`operation`), functions that are constant almost
    everywhere too (`computed`), choices (`where`, of what a comparison gives), and a reverse walk
    tells it what arrived (`walked`).
    """

    __slots__ = ()

    def operation(self, operation: Any, arguments: Any) -> Any:
        raise NotImplementedError

    def computed(self, function: Any) -> Any:
        raise NotImplementedError

    def where(self, a: Any, b: Any) -> Any:
        raise NotImplementedError

    def walked(self, nodes: Any) -> None:
        raise NotImplementedError


class NumberLike:
    """The base of nodes. Whoever inherits has a `value`, a number or a node of a lower level, and a
    `_level`."""

    __slots__ = ()
    value: Any
    _level: Any

    def item(self) -> Any:
        """Return the node itself, so that elements of object arrays can be read as of any."""
        return self

    def conjugate(self) -> Any:
        """Return the node itself: it is real. NumPy asks for this in `np.vdot` and `np.var`."""
        return self

    def rint(self) -> float:
        """Round to the nearest whole number, a constant: what `np.rint` asks for."""
        return float(round(number(self)))

    # How a node looks, and how it compares: like its value.
    def __repr__(self) -> str:
        return str(self.value)

    def __format__(self, specification: str) -> str:
        return format(number(self), specification)

    def __eq__(self, other: object) -> Any:
        return number(self) == number(other)

    def __ne__(self, other: object) -> Any:
        return number(self) != number(other)

    def __lt__(self, other: object) -> Any:
        return number(self) < number(other)

    def __le__(self, other: object) -> Any:
        return number(self) <= number(other)

    def __gt__(self, other: object) -> Any:
        return number(self) > number(other)

    def __ge__(self, other: object) -> Any:
        return number(self) >= number(other)

    def __bool__(self) -> bool:
        return bool(number(self))

    def __pos__(self) -> Any:
        return self

    # Steps are constants almost everywhere: a plain number loses no derivative.
    def __int__(self) -> int:
        return int(number(self))

    __trunc__ = __int__

    def __floor__(self) -> int:
        return math.floor(number(self))

    def __ceil__(self) -> int:
        return math.ceil(number(self))

    def __round__(self, digits: int | None = None) -> float:
        return round(number(self), digits)

    def __divmod__(self, other: Any) -> tuple[Any, Any]:
        return self // other, self % other

    def __rdivmod__(self, other: Any) -> tuple[Any, Any]:
        return other // self, other % self

    def __float__(self) -> float:
        """The value as a float; refused where that would lose a derivative in silence."""
        name = math_function_that_called()
        if name is not None:
            raise LostDerivative(
                f"math.{name}() takes plain numbers only: it would drop the derivative. "
                + advice(name, False, name in WITH_RULE, ".value")
            )
        if is_stored():
            raise LostDerivative(
                "a[i] = x of an array of floats makes a plain number of x, which would drop the "
                "derivative. Make it an array of nodes, np.array(a, dtype=object) or "
                "wrap_array(a); or store x.value if you want no derivative."
            )
        if self._level > 0:
            raise LostDerivative(
                "float() inside grad() or derivative() would drop the derivative. Use .value if "
                "you want the number without its derivative, and adlearn's functions "
                "(adlearn.sin, ...) instead of math's or NumPy's on floats."
            )
        return float(self.value)
