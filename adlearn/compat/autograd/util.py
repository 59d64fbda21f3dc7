"""Small functions on argument tuples, and the order of a walk backward."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from adlearn.compat.autodidact.util import subval, subvals
from adlearn.compat.autograd.test_util import check_grads
from adlearn.compat.boxes import toposort

Thing = TypeVar("Thing")


def func(f: Thing) -> Thing:
    """Give the function that a class has as a method."""
    return f


def quick_grad_check(
    fun: Callable[..., Any],
    arg0: Any,
    extra_args: Sequence[Any] = (),
    kwargs: Mapping[str, Any] | None = None,
    **ignored: Any,
) -> None:
    """Compare the gradient by the first argument with finite differences."""
    check_grads(lambda x: fun(x, *extra_args, **(kwargs or {})), modes=["rev"], order=1)(arg0)


__all__ = ["func", "quick_grad_check", "subval", "subvals", "toposort"]
