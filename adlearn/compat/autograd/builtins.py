"""Python's containers and type tests. Containers of traced values are Python's own here; the tests
look at the plain value."""

from __future__ import annotations

import builtins
from typing import Any

from adlearn.tensors.primitive import value_of

dict = builtins.dict
list = builtins.list
tuple = builtins.tuple


def isinstance(thing: Any, kind: Any) -> bool:
    """Test the type of a value, or of the plain array in a traced one."""
    return builtins.isinstance(value_of(thing), kind)


def type(thing: Any) -> Any:
    """Give the type of a value, or of the plain array in a traced one."""
    return builtins.type(value_of(thing))


__all__ = ["dict", "isinstance", "list", "tuple", "type"]
