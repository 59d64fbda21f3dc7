"""The libraries we are measured against, where they are installed: each imported once, on one
thread, with its own fastest settings."""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from benchmarks.staged import Case, Staged


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
jax = installed("jax")
advect = installed("advect")

if torch is not None:
    torch.set_num_threads(1)
    # About its own code, at the first call of some functions.
    warnings.filterwarnings("ignore", category=FutureWarning, module="torch")
if mygrad is not None:
    mygrad.turn_memory_guarding_off()  # its documentation: for code that writes into no array
if jax is not None:
    jax.config.update("jax_enable_x64", True)

#: The columns of the table, and what each needs.
PEERS = {"autograd": autograd, "torch": torch, "MyGrad": mygrad, "jax.jit": jax, "advect": advect}


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


def jit(f: Callable[..., Any]) -> Any:
    """Compile with jax, anew: it keeps what it has compiled by the function's identity."""
    return jax.jit(lambda *arguments: f(*arguments))


def jax_staged(f: Callable[..., Any], points: Sequence[Any]) -> Staged:
    """Give the case of a function under jax's jit, whose arguments it has already."""
    leaves = jax.tree.map(jax.numpy.asarray, list(points))
    return Staged(f, lambda program: as_numpy(program(*leaves)), jit)


def as_numpy(result: Any) -> Any:
    """Wait for what jax computes, and take it out."""
    return jax.tree.map(np.asarray, result)


def advect_gradient(argnums: Any, *examples: Any) -> Callable[[Any], Any]:
    """Give what makes advect's staged gradient of a function."""
    return lambda f: advect.grad(advect.stage(f, *examples), argnums)
