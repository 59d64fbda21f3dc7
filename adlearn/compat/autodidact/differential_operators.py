"""The gradient of a function."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy

from adlearn.compat.autodidact.core import make_vjp
from adlearn.compat.autodidact.util import subval
from adlearn.tensors.primitive import value_of


def grad(fun: Callable[..., Any], argnum: int = 0) -> Callable[..., Any]:
    """Make the function that computes the gradient of the (sum of the) output.

    Examples
    --------
    >>> from adlearn.compat.autodidact import numpy as np
    >>> float(grad(grad(lambda x: np.sin(x) * x))(0.0))
    2.0
    """

    def gradfun(*args: Any, **kwargs: Any) -> Any:
        vjp, answer = make_vjp(lambda x: fun(*subval(args, argnum, x), **kwargs), args[argnum])
        return vjp(numpy.ones_like(value_of(answer)))

    return gradfun


__all__ = ["grad"]
