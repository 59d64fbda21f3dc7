"""adlearn: automatic differentiation to learn with, from single numbers up.

import adlearn as ad

a, b = ad.AutogradValue(5), ad.AutogradValue(2)
L = -ad.log(5 * b + a)
L.backward()
a.grad, b.grad
"""

import importlib
from typing import Any

__version__ = "0.1.0"

#: Module -> the public names that come from it. Each is imported when it is first asked for, so
#: that `import adlearn` takes a third of the time of `import numpy`.
HOMES = {
    "scalars.object_arrays": "unwrap_gradient wrap_array",
    "checking.gradients": "check_grads",
    "derivatives.containers": "flatten",
    "own_functions": "elementwise",
    "errors": """
        AdlearnError BufferChanged DivisionByZero DomainError IndependentOutputWarning
        IntegerInputWarning LostDerivative MissingRule NanFound NoGradient NotANumber NotAssignable
        NotConverged NotScalar NotTraceable TooLarge WrongGradient WrongPartials WrongShape
    """,
    "derivatives.own_rules": """
        bilinear defjvp defvjp general jointly_linear linear multilinear primitive
    """,
    "derivatives.recomputed": "checkpoint",
    "derivatives.fixed_points": "fixed_point",
    "scalars.functions": """
        acos acosh asin asinh atan atan2 atanh cbrt copysign cos cosh degrees digamma
        dist erf erfc exp exp2 expm1 fabs fma fmod fsum gamma hypot lgamma log log10 log1p
        function_of log2 polygamma pow prod radians relu remainder sin sinh sqrt sumprod tan tanh
    """,
    "tensors.recording": "debug_buffers debug_nans no_grad",
    "checking.differences": "numerical_derivative numerical_gradient",
    "scalars.node": "AutogradValue ForwardValue",
    "rules.primitive": "Primitive",
    "programs.compiling": "compile",
    "programs.derivation": "Derivation derivation",
    "programs.written": "Program program",
    "show": """
        Graph Reading graph_print graph_table graph_tree plot_boundary plot_costs plot_descent
        plot_difference_error plot_digits plot_jacobians plot_progress plot_training record_sources
        register_adapter snapshot
    """,
    "show.inspecting": "inspect",
    "tensors.node": "Tensor tensor",
    "derivatives.jacobians": "hessian hvp jacfwd jacrev",
    "compat.autograd.differential_operators": """
        deriv grad_named hessian_tensor_product hessian_vector_product jacobian
        make_ggnvp make_hvp make_jvp make_vjp multigrad multigrad_dict
        tensor_jacobian_product vector_jacobian_product
    """,
    "derivatives.taylor": "nth_derivative taylor",
    "derivatives.transforms": """
        derivative elementwise_grad grad grad_and_aux holomorphic_grad jvp
        linearize value_and_grad vjp
    """,
}
#: Modules that are there by their names: `adlearn.nn.Linear`.
ROOMS = ("data", "nn", "optim", "show")
#: These, too; but `from adlearn import *` leaves the name `numpy` to NumPy.
NAMESAKES = ("compat", "numpy", "scipy")
HOME_OF = {name: module for module, names in HOMES.items() for name in names.split()}

# Everything but names of builtins: `from adlearn import *` shadows none.
__all__ = sorted({"tensor", *ROOMS, *HOME_OF} - {"pow", "compile"})  # noqa: PLE0605


def __getattr__(name: str) -> Any:
    if name in ROOMS + NAMESAKES:
        return importlib.import_module(f"{__name__}.{name}")
    if name not in HOME_OF:
        said = "" if name.startswith("_") else instead_of(name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}{said}")
    try:
        found = getattr(importlib.import_module(f"{__name__}.{HOME_OF[name]}"), name)
    except ModuleNotFoundError as error:
        if error.name != "numpy":
            raise
        if name in ("grad", "derivative"):  # of numbers they are there
            return getattr(importlib.import_module(f"{__name__}.scalars.derivatives"), name)
        raise ModuleNotFoundError(
            f"adlearn.{name} is about arrays and needs NumPy: python -m pip install numpy. Numbers "
            "do without: AutogradValue, ForwardValue and the functions of math.",
            name="numpy",
        ) from error
    globals()[name] = found
    return found


def instead_of(name: str) -> str:
    """Say what may be meant by a name that is not there: one in a module of it, or one like it."""
    import difflib

    for room in ROOMS:
        try:
            there = importlib.import_module(f"{__name__}.{room}")
        except ImportError:  # it needs what is not installed
            continue
        if name in getattr(there, "__all__", ()):
            return f"; {__name__}.{room} has it: from {__name__}.{room} import {name}"
    every, plain = [*__all__, *NAMESAKES], name.lower()
    longer = sorted((one for one in every if plain.startswith(one)), key=len)
    near = longer[-1:] or difflib.get_close_matches(plain, every, 1, 0.7)
    return f"; {__name__}.{near[0]} may be meant" if near else ""


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
