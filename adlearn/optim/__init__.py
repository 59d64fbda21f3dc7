"""Ways down: optimizers, schedules of their rates, and loops that show how far they are.

Nothing here differentiates. An optimizer takes any parameter that holds its value and its gradient
(`adlearn.optim.parameters` says how it finds them), of this engine or of one that you wrote.
"""

import importlib
from typing import Any

from .clipping import clip_grad_norm as clip_grad_norm, clip_grad_value as clip_grad_value
from .descent import gradient_descent as gradient_descent
from .loops import minimize as minimize
from .optimizers import (
    GD as GD,
    SGD as SGD,
    Adam as Adam,
    Optimizer as Optimizer,
    RMSProp as RMSProp,
)
from .parameters import TrainingError as TrainingError
from .progress import silent as silent
from .schedules import (
    cosine_decay as cosine_decay,
    exponential_decay as exponential_decay,
    step_decay as step_decay,
    warmup as warmup,
)

#: autograd's functions, which take a gradient as a function and parameters in any container. They
#: are imported when they are asked for: containers belong to the derivatives.
FUNCTIONS = ("adam", "rmsprop", "sgd")

__all__ = [
    *("Adam", "GD", "Optimizer", "RMSProp", "SGD", "TrainingError"),
    *("adam", "clip_grad_norm", "clip_grad_value", "cosine_decay", "exponential_decay"),
    *("gradient_descent", "minimize", "rmsprop", "sgd", "silent", "step_decay", "warmup"),
]


def __getattr__(name: str) -> Any:
    if name not in FUNCTIONS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.functions"), name)
