"""Comparison of derivatives with finite differences."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any

from adlearn.checking.gradients import check_grads


def combo_check(
    fun: Callable[..., Any], *settings: Any, **more_settings: Any
) -> Callable[..., None]:
    """Make a function that checks `fun` for every combination of arguments.

    Parameters
    ----------
    fun : callable
    *settings, **more_settings
        For `check_grads`.

    Returns
    -------
    callable
        Takes a list of choices in place of each argument; keyword arguments are passed on to `fun`.
    """

    def check_all(*choices: Sequence[Any], **named: Sequence[Any]) -> None:
        for args in itertools.product(*choices):
            for values in itertools.product(*named.values()):
                kwargs = dict(zip(named, values, strict=True))
                check_grads(lambda *a, kw=kwargs: fun(*a, **kw), *settings, **more_settings)(*args)

    return check_all


__all__ = ["check_grads", "combo_check"]
