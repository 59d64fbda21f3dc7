"""What usual mistakes in the steps of momentum and of Adam come to, with what to say of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import Any

import numpy as np

from autograder.language import say


def usual_steps(
    kind: str,
    values: Sequence[np.ndarray],
    slopes: Sequence[Sequence[np.ndarray]],
    options: Mapping[str, float],
) -> dict[str, list[list[np.ndarray]]]:
    """Take the steps of usual mistakes, with what to say of each."""
    if kind == "GD":
        return {}
    lr = options.get("lr", 0.1)
    mu, beta1 = options.get("mu", 0.9), options.get("beta1", 0.9)
    beta2, eps = options.get("beta2", 0.999), options.get("eps", 1e-8)

    def walk(one_step: Callable[..., Any]) -> list[list[np.ndarray]]:
        now = [np.array(value) for value in values]
        kept = [(np.zeros(value.shape), np.zeros(value.shape)) for value in now]
        told, each_time = [], count(1)
        with np.errstate(all="ignore"):
            for t, each in enumerate(slopes, start=1):
                for i, g in enumerate(each):
                    *kept[i], step = one_step(*kept[i], g, t, next(each_time))
                    now[i] = np.asarray(now[i] - step)
                told.append(list(now))
        return told

    def means(m: Any, s: Any, g: Any) -> tuple[Any, Any]:
        return beta1 * m + (1.0 - beta1) * g, beta2 * s + (1.0 - beta2) * g**2

    def adam(correct: Callable[[int, int], int], first: bool = True) -> Callable[..., Any]:
        # t counts the steps, n each parameter of each step.
        def one_step(m: Any, s: Any, g: Any, t: int, n: int) -> tuple[Any, Any, Any]:
            m, s = means(m, s, g)
            at = correct(t, n)
            c1, c2 = (1.0 - beta1**at, 1.0 - beta2**at) if at else (1.0, 1.0)
            return m, s, lr * (m / c1 if first else g) / (np.sqrt(s / c2) + eps)

        return one_step

    if kind == "Momentum":
        return {
            say("It is what comes out if lr is in the velocity, too: v takes g as it is."): walk(
                lambda v, _, g, *counts: (mu * v + lr * g, _, lr * (mu * v + lr * g))
            ),
            say("It is what comes out without a memory: v is kept from step to step."): walk(
                lambda v, _, g, *counts: (v, _, lr * g)
            ),
            say(
                "It is what comes out if v is a mean: g is added as it is, not (1 - mu) of it."
            ): walk(
                lambda v, _, g, *counts: (mu * v + (1 - mu) * g, _, lr * (mu * v + (1 - mu) * g))
            ),
        }
    return {
        say(
            "It is what comes out without the corrections: divide m by 1 - beta1 ** t, and s "
            "by 1 - beta2 ** t."
        ): walk(adam(lambda t, n: 0)),
        say("It is what comes out if t is larger by one: count the steps from 1."): walk(
            adam(lambda t, n: t + 1)
        ),
        say("It is what comes out if t is always 1: count the steps."): walk(adam(lambda t, n: 1)),
        say("It is what comes out if t counts each parameter: once in a step is enough."): walk(
            adam(lambda t, n: n)
        ),
        say("It is what comes out if g is divided in place of m."): walk(
            adam(lambda t, n: t, False)
        ),
    }
