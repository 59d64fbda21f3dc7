"""Everything `from hw5_support import *` gave an existing homework notebook, over this engine.

Change the notebook's first import to `from adlearn.compat.hw5_support import *`. All its programs
then run, with three places where the printed notebook itself cannot run:

* Its stub `def forward_pass(self, args)` takes an argument that the constructor never passes.
  Complete it as `def forward_pass(self)`, and assign it to `AutogradValue` as printed: yours is
  then used by every operation.
* It reads `a[0].item().grad` from an array of nodes, where `a[0]` is the node itself already. Nodes
  here have an `item()` that returns the node, so the line runs as printed.
* Its `matmul` names `_matmul`, and its `pad` a method `pad`, which do not exist. Both stand in a
  branch for a bare node; the network calls them with *arrays* of nodes only, which go to NumPy. The
  branch is never reached, so nothing needs to be defined.

The `test_...` functions check the class they are given against plain Python and finite differences.
They print one line if all is well and raise an AssertionError that says what is wrong otherwise.
Those of the later homework, on matrices and on `vjp`, are here as well.

`tqdm` and `DecisionBoundaryDisplay` stand for the packages tqdm and scikit-learn, which are asked
for when they are first used; nothing here needs them.
"""

import importlib
import math
import random
from typing import Any

import numpy as np

from adlearn import numpy as anp
from adlearn.compat.autograd.differential_operators import tensor_jacobian_product
from adlearn.compat.hw5_support.array_checks import (
    test_dot,
    test_element_map,
    test_nn_constructor,
    test_nn_prediction_function,
    test_sum,
    test_vjp,
    testnn,
)
from adlearn.compat.hw5_support.checks import (
    test_autograd,
    test_autograd_forward,
    test_backward,
    test_backward_pass,
    test_backward_pass_numbers,
    test_forward_mode,
    test_operators,
    test_wrap_unwrap,
)
from adlearn.compat.hw5_support.networks import (
    LogisticRegression,
    NeuralNetwork,
    aslist,
    matmul,
    pad,
    sigmoid,
)
from adlearn.data import make_moons
from adlearn.optim import gradient_descent
from adlearn.scalars import operations as _operations
from adlearn.scalars.derivatives import grad
from adlearn.scalars.functions import exp, log
from adlearn.scalars.node import AutogradValue, ForwardValue
from adlearn.scalars.object_arrays import unwrap_gradient, wrap_array
from adlearn.show import graph_print, plot_boundary, plot_training


class Lazy:
    """A module, or a name in one, that is imported when it is first used."""

    def __init__(self, module: str, name: str = "") -> None:
        self._module, self._name = module, name

    def _found(self) -> Any:
        try:
            module = importlib.import_module(self._module)
        except ModuleNotFoundError as error:  # an AttributeError, so that tools may look at us
            raise AttributeError(f"this needs a package that is not here: {error}") from error
        return getattr(module, self._name) if self._name else module

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # asked by those who look at a module, not by its users
            raise AttributeError(name)
        return getattr(self._found(), name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._found()(*args, **kwargs)


class LazyPyplot:
    """`plt`, imported when it is first used, so that this module loads without matplotlib."""

    def __getattr__(self, name: str) -> Any:
        from adlearn.show.figures import pyplot

        return getattr(pyplot(), name)


plt = LazyPyplot()
tqdm = Lazy("tqdm")
DecisionBoundaryDisplay = Lazy("sklearn.inspection", "DecisionBoundaryDisplay")

globals().update(_operations.OPERATIONS)

__all__ = [
    "AutogradValue",
    "DecisionBoundaryDisplay",
    "ForwardValue",
    "LogisticRegression",
    "NeuralNetwork",
    "anp",
    "aslist",
    "exp",
    "grad",
    "gradient_descent",
    "graph_print",
    "log",
    "make_moons",
    "math",
    "matmul",
    "np",
    "pad",
    "plot_boundary",
    "plot_training",
    "plt",
    "random",
    "sigmoid",
    "tensor_jacobian_product",
    "test_autograd",
    "test_autograd_forward",
    "test_backward",
    "test_backward_pass",
    "test_backward_pass_numbers",
    "test_dot",
    "test_element_map",
    "test_forward_mode",
    "test_nn_constructor",
    "test_nn_prediction_function",
    "test_operators",
    "test_sum",
    "test_vjp",
    "test_wrap_unwrap",
    "testnn",
    "tqdm",
    "unwrap_gradient",
    "wrap_array",
    *_operations.OPERATIONS,
]
