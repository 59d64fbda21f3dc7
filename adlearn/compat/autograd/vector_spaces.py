"""The spaces that values live in: what can be added, scaled and weighed against each other.

An array of numbers is a vector, and so is a container of arrays. For a type of your own, subclass
`VSpace`, give it `zeros`, `randn`, `_add`, `_scalar_mul` and `_inner_prod`, and register it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

import numpy as np

from adlearn.derivatives.own_rules import defjvp, defvjp, primitive
from adlearn.errors import NotANumber
from adlearn.tensors.primitive import value_of


class VSpace:
    """The space of a value."""

    mappings: ClassVar[dict[type, Any]] = {}
    iscomplex = False

    def __init__(self, value: Any) -> None:
        pass

    @classmethod
    def register(cls, value_type: type, maker: Any = None) -> None:
        """Say that values of a type live in spaces of this class, or in those a function makes."""
        VSpace.mappings[value_type] = maker or cls

    # What a space of your own says.

    def zeros(self) -> Any:
        """The zero vector."""
        raise NotImplementedError(f"{type(self).__name__} has no zeros()")

    def ones(self) -> Any:
        """The vector of ones."""
        raise NotImplementedError(f"{type(self).__name__} has no ones()")

    def standard_basis(self) -> Any:
        """The vectors with one 1 each, in order."""
        raise NotImplementedError(f"{type(self).__name__} has no standard_basis()")

    def randn(self) -> Any:
        """A random vector, from NumPy's global generator."""
        raise NotImplementedError(f"{type(self).__name__} has no randn()")

    def _add(self, x: Any, y: Any) -> Any:
        return x + y

    def _scalar_mul(self, x: Any, a: Any) -> Any:
        return x * a

    def _inner_prod(self, x: Any, y: Any) -> Any:
        raise NotImplementedError(f"{type(self).__name__} has no _inner_prod()")

    def _covector(self, x: Any) -> Any:
        return x

    # What one asks of a space. These are primitives, so that vectors of any type may be traced.

    @primitive
    def add(self, x: Any, y: Any) -> Any:
        return self._add(x, y)

    @primitive
    def mut_add(self, x: Any, y: Any) -> Any:
        return self._add(self.zeros() if x is None else x, y)

    @primitive
    def scalar_mul(self, x: Any, a: Any) -> Any:
        return self._scalar_mul(x, a)

    @primitive
    def inner_prod(self, x: Any, y: Any) -> Any:
        return self._inner_prod(x, y)

    @primitive
    def covector(self, x: Any) -> Any:
        return self._covector(x)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash(type(self))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.__dict__})"


for _sum in (VSpace.add, VSpace.mut_add):
    defvjp(_sum, *(lambda ans, space, x, y: lambda g: g,) * 2, argnums=(1, 2))
    defjvp(_sum, *(lambda g, ans, space, x, y: g,) * 2, argnums=(1, 2))
defvjp(
    VSpace.scalar_mul,
    lambda ans, space, x, a: lambda g: space.scalar_mul(g, a),
    lambda ans, space, x, a: lambda g: space.inner_prod(space.covector(g), x),
    argnums=(1, 2),
)
defvjp(
    VSpace.inner_prod,
    lambda ans, space, x, y: lambda g: space.scalar_mul(space.covector(y), g),
    lambda ans, space, x, y: lambda g: space.scalar_mul(space.covector(x), g),
    argnums=(1, 2),
)
defvjp(VSpace.covector, lambda ans, space, x: lambda g: space.covector(g), argnums=(1,))
defjvp(VSpace.scalar_mul, "same", "same", argnums=(1, 2))
defjvp(VSpace.inner_prod, "same", "same", argnums=(1, 2))
defjvp(VSpace.covector, "same", argnums=(1,))


class ArrayVSpace(VSpace):
    """The real arrays, or numbers, of one shape and dtype."""

    #: What stands in one place of a basis vector, and of the vector of ones.
    units: ClassVar[tuple[complex, ...]] = (1.0,)

    def __init__(self, value: Any) -> None:
        plain = np.asarray(value_of(value))
        self.shape, self.dtype = plain.shape, plain.dtype

    @property
    def size(self) -> int:
        return math.prod(self.shape) * len(self.units)

    @property
    def ndim(self) -> int:
        return len(self.shape)

    def zeros(self) -> Any:
        return np.zeros(self.shape, self.dtype)

    def ones(self) -> Any:
        return np.full(self.shape, sum(self.units), self.dtype)

    def standard_basis(self) -> Iterator[Any]:
        for place in np.ndindex(*self.shape):
            for unit in self.units:
                vector = self.zeros()
                vector[place] = unit
                yield vector

    def randn(self) -> Any:
        parts = [unit * np.asarray(np.random.randn(*self.shape)) for unit in self.units]
        return sum(parts[1:], parts[0]).astype(self.dtype)

    def _inner_prod(self, x: Any, y: Any) -> Any:
        return np.dot(np.ravel(x), np.ravel(y))


class ComplexArrayVSpace(ArrayVSpace):
    """The complex arrays, or numbers, of one shape and dtype; over the real numbers."""

    iscomplex = True
    units = (1.0, 1.0j)

    def _inner_prod(self, x: Any, y: Any) -> Any:
        return np.real(np.dot(np.conj(np.ravel(x)), np.ravel(y)))

    def _covector(self, x: Any) -> Any:
        return np.conj(x)


class ContainerVSpace(VSpace):
    """The lists, tuples or dictionaries of one form."""

    def __init__(self, value: Any) -> None:
        keys = value if isinstance(value, dict) else range(len(value))
        self.kind, self.spaces = type(value), {key: vspace(value[key]) for key in keys}

    def of_each(self, answer: Callable[..., Any], *vectors: Any) -> Any:
        """Ask for each value: its space, and what is in its place in the vectors."""
        parts = {
            key: answer(space, *(vector[key] for vector in vectors))
            for key, space in self.spaces.items()
        }
        if issubclass(self.kind, dict):
            return self.kind(parts.items())
        named = hasattr(self.kind, "_fields")
        return self.kind(*parts.values()) if named else self.kind(parts.values())

    @property
    def shape(self) -> Any:
        """The spaces of the values, in a container of the form."""
        return self.of_each(lambda space: space)

    @property
    def size(self) -> int:
        return sum(space.size for space in self.spaces.values())

    def zeros(self) -> Any:
        return self.of_each(lambda space: space.zeros())

    def ones(self) -> Any:
        return self.of_each(lambda space: space.ones())

    def randn(self) -> Any:
        return self.of_each(lambda space: space.randn())

    def standard_basis(self) -> Iterator[Any]:
        for space in self.spaces.values():
            for vector in space.standard_basis():
                yield self.of_each(lambda s, own=space, v=vector: v if s is own else s.zeros())

    # No primitives: each is made of those of the spaces in it.

    def add(self, x: Any, y: Any) -> Any:
        return self.of_each(lambda space, x, y: space.add(x, y), x, y)

    def mut_add(self, x: Any, y: Any) -> Any:
        return self.add(self.zeros() if x is None else x, y)

    def scalar_mul(self, x: Any, a: Any) -> Any:
        return self.of_each(lambda space, x: space.scalar_mul(x, a), x)

    def inner_prod(self, x: Any, y: Any) -> Any:
        pairs = ((space, x[key], y[key]) for key, space in self.spaces.items())
        return sum(space.inner_prod(a, b) for space, a, b in pairs)

    def covector(self, x: Any) -> Any:
        return self.of_each(lambda space, x: space.covector(x), x)

    _add, _scalar_mul, _inner_prod, _covector = add, scalar_mul, inner_prod, covector


def vspace(value: Any) -> Any:
    """Give the space of a value, plain or traced.

    Raises
    ------
    NotANumber
        If the type of the value has no space. Register one: `MySpace.register(MyType)`.

    Examples
    --------
    >>> vspace([1.0, np.zeros(3)]).size
    4
    """
    value = value_of(value)
    if type(value) in VSpace.mappings:
        return VSpace.mappings[type(value)](value)
    if isinstance(value, (list, tuple, dict)):
        return ContainerVSpace(value)
    plain = np.asarray(value)
    if plain.dtype.kind not in "fcbiu":
        raise NotANumber(
            f"a {type(value).__name__} is in no vector space. Subclass VSpace, and register it: "
            f"MySpace.register({type(value).__name__})."
        )
    return ComplexArrayVSpace(plain) if plain.dtype.kind == "c" else ArrayVSpace(plain)


__all__ = [
    "ArrayVSpace",
    "ComplexArrayVSpace",
    "ContainerVSpace",
    "VSpace",
    "vspace",
]
