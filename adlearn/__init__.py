"""adlearn: automatic differentiation to learn with, from single numbers up.

import adlearn as ad

a, b = ad.AutogradValue(5), ad.AutogradValue(2)
L = -ad.log(5 * b + a)
L.backward()
a.grad, b.grad
"""

import importlib
from typing import TYPE_CHECKING, Any

# The function of the same name hides the module, as long as the module came first.
from adlearn.tensors.node import tensor

if TYPE_CHECKING:
    from adlearn.checking.differences import (
        numerical_derivative as numerical_derivative,
        numerical_gradient as numerical_gradient,
    )
    from adlearn.checking.gradients import (
        check_grads as check_grads,
    )
    from adlearn.derivatives.containers import (
        flatten as flatten,
    )
    from adlearn.derivatives.jacobians import (
        grad_named as grad_named,
        hessian as hessian,
        hessian_tensor_product as hessian_tensor_product,
        hessian_vector_product as hessian_vector_product,
        hvp as hvp,
        jacfwd as jacfwd,
        jacobian as jacobian,
        jacrev as jacrev,
        make_ggnvp as make_ggnvp,
        make_hvp as make_hvp,
        make_jvp as make_jvp,
        make_vjp as make_vjp,
        multigrad as multigrad,
        multigrad_dict as multigrad_dict,
        tensor_jacobian_product as tensor_jacobian_product,
        vector_jacobian_product as vector_jacobian_product,
    )
    from adlearn.derivatives.own_rules import (
        checkpoint as checkpoint,
        defjvp as defjvp,
        defvjp as defvjp,
        fixed_point as fixed_point,
        primitive as primitive,
    )
    from adlearn.derivatives.transforms import (
        deriv as deriv,
        derivative as derivative,
        elementwise_grad as elementwise_grad,
        grad as grad,
        grad_and_aux as grad_and_aux,
        holomorphic_grad as holomorphic_grad,
        jvp as jvp,
        linearize as linearize,
        value_and_grad as value_and_grad,
        vjp as vjp,
    )
    from adlearn.errors import (
        AdlearnError as AdlearnError,
        DivisionByZero as DivisionByZero,
        DomainError as DomainError,
        IndependentOutputWarning as IndependentOutputWarning,
        IntegerInputWarning as IntegerInputWarning,
        LostDerivative as LostDerivative,
        MissingRule as MissingRule,
        NanFound as NanFound,
        NotANumber as NotANumber,
        NotAssignable as NotAssignable,
        NotScalar as NotScalar,
        TooLarge as TooLarge,
        WrongGradient as WrongGradient,
        WrongPartials as WrongPartials,
        WrongShape as WrongShape,
    )
    from adlearn.rules.primitive import (
        Primitive as Primitive,
        elementwise as elementwise,
    )
    from adlearn.scalars.forward import (
        ForwardValue as ForwardValue,
    )
    from adlearn.scalars.functions import (
        acos as acos,
        acosh as acosh,
        asin as asin,
        asinh as asinh,
        atan as atan,
        atan2 as atan2,
        atanh as atanh,
        cbrt as cbrt,
        copysign as copysign,
        cos as cos,
        cosh as cosh,
        degrees as degrees,
        digamma as digamma,
        dist as dist,
        erf as erf,
        erfc as erfc,
        exp as exp,
        exp2 as exp2,
        expm1 as expm1,
        fabs as fabs,
        fma as fma,
        fmod as fmod,
        fsum as fsum,
        gamma as gamma,
        hypot as hypot,
        lgamma as lgamma,
        log as log,
        log1p as log1p,
        log2 as log2,
        log10 as log10,
        polygamma as polygamma,
        pow as pow,
        prod as prod,
        radians as radians,
        relu as relu,
        remainder as remainder,
        sin as sin,
        sinh as sinh,
        sqrt as sqrt,
        sumprod as sumprod,
        tan as tan,
        tanh as tanh,
    )
    from adlearn.scalars.node import (
        AutogradValue as AutogradValue,
    )
    from adlearn.scalars.object_arrays import (
        unwrap_gradient as unwrap_gradient,
        wrap_array as wrap_array,
    )
    from adlearn.scalars.operations import (
        function_of as function_of,
    )
    from adlearn.show import (
        Graph as Graph,
        Reading as Reading,
        graph_print as graph_print,
        graph_table as graph_table,
        graph_tree as graph_tree,
        plot_boundary as plot_boundary,
        plot_costs as plot_costs,
        plot_descent as plot_descent,
        plot_difference_error as plot_difference_error,
        plot_jacobians as plot_jacobians,
        plot_progress as plot_progress,
        plot_training as plot_training,
        record_sources as record_sources,
        register_adapter as register_adapter,
        snapshot as snapshot,
    )
    from adlearn.show.inspect import (
        inspect as inspect,
    )
    from adlearn.tensors.nan_watch import debug_nans as debug_nans
    from adlearn.tensors.node import (
        Tensor as Tensor,
        no_grad as no_grad,
        tensor as tensor,
    )
    from adlearn.tensors.primitive import (
        bilinear as bilinear,
        general as general,
        jointly_linear as jointly_linear,
        linear as linear,
        multilinear as multilinear,
    )

__version__ = "0.1.0"

#: Module -> the public names that come from it. Each is imported when it is first asked for, so
#: that `import adlearn` takes little longer than `import numpy`.
HOMES = {
    "tensors.primitive": "bilinear general jointly_linear linear multilinear",
    "scalars.object_arrays": "unwrap_gradient wrap_array",
    "checking.gradients": "check_grads",
    "derivatives.containers": "flatten",
    "errors": """
        AdlearnError DivisionByZero DomainError IndependentOutputWarning
        IntegerInputWarning LostDerivative MissingRule NanFound NotANumber NotAssignable
        NotScalar TooLarge WrongGradient WrongPartials WrongShape
    """,
    "derivatives.own_rules": "checkpoint defjvp defvjp fixed_point primitive",
    "scalars.forward": "ForwardValue",
    "scalars.functions": """
        acos acosh asin asinh atan atan2 atanh cbrt copysign cos cosh degrees digamma
        dist erf erfc exp exp2 expm1 fabs fma fmod fsum gamma hypot lgamma log log10 log1p
        log2 polygamma pow prod radians relu remainder sin sinh sqrt sumprod tan tanh
    """,
    "tensors.nan_watch": "debug_nans",
    "checking.differences": "numerical_derivative numerical_gradient",
    "scalars.operations": "function_of",
    "scalars.node": "AutogradValue",
    "rules.primitive": "Primitive elementwise",
    "show": """
        Graph Reading graph_print graph_table graph_tree plot_boundary plot_costs plot_descent
        plot_difference_error plot_jacobians plot_progress plot_training record_sources
        register_adapter snapshot
    """,
    "show.inspect": "inspect",
    "tensors.node": "Tensor no_grad tensor",
    "derivatives.jacobians": """
        grad_named hessian hessian_tensor_product hessian_vector_product hvp jacfwd
        jacobian jacrev make_ggnvp make_hvp make_jvp make_vjp multigrad multigrad_dict
        tensor_jacobian_product vector_jacobian_product
    """,
    "derivatives.transforms": """
        deriv derivative elementwise_grad grad grad_and_aux holomorphic_grad jvp
        linearize value_and_grad vjp
    """,
}
HOME_OF = {name: module for module, names in HOMES.items() for name in names.split()}

# Everything but `pow`, which is the name of a builtin: `from adlearn import *` shadows none.
__all__ = sorted({"tensor", "show", *HOME_OF} - {"pow"})  # noqa: PLE0605


def __getattr__(name: str) -> Any:
    if name == "show":
        return importlib.import_module("adlearn.show")
    if name not in HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(importlib.import_module(f"{__name__}.{HOME_OF[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
