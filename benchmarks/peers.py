"""The libraries we are measured against, where they are installed: each imported once, on one
thread, with its own fastest settings."""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

Case = Callable[[], Any]


def installed(name: str) -> Any:
    """Import a library, or give None where it is not installed."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        return None


autograd = installed("autograd")
autograd_numpy = installed("autograd.numpy")
torch = installed("torch")
mygrad = installed("mygrad")

if torch is not None:
    torch.set_num_threads(1)
    # About its own code, at the first call of some functions.
    warnings.filterwarnings("ignore", category=FutureWarning, module="torch")
if mygrad is not None:
    mygrad.turn_memory_guarding_off()  # its documentation: for code that writes into no array

#: The columns of the table, and what each needs.
PEERS = {"autograd": autograd, "torch": torch, "MyGrad": mygrad}


def torch_leaves(points: list[np.ndarray]) -> list[Any]:
    """Make torch's inputs from arrays, without copying."""
    return [torch.from_numpy(point.copy()).requires_grad_() for point in points]


def torch_gradients(f: Callable[..., Any], points: list[np.ndarray]) -> Case:
    """Give the case that computes torch's gradients of a function of several arrays."""
    leaves = torch_leaves(points)
    return lambda: [g.numpy() for g in torch.autograd.grad(f(*leaves), leaves)]


def mygrad_gradients(f: Callable[..., Any], points: list[np.ndarray]) -> Case:
    """Give the case that computes MyGrad's gradients of a function of several arrays."""
    leaves = [mygrad.tensor(point) for point in points]

    def case() -> list[np.ndarray]:
        f(*leaves).backward()
        return [leaf.grad for leaf in leaves]

    return case
