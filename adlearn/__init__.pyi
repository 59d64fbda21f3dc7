"""The public names, for type checkers; `adlearn/__init__.py` says where each comes from."""

from typing import Any

from adlearn.checking.differences import (
    numerical_derivative as numerical_derivative,
    numerical_gradient as numerical_gradient,
)
from adlearn.checking.gradients import (
    check_grads as check_grads,
)
from adlearn.compat.autograd.differential_operators import (
    deriv as deriv,
    grad_named as grad_named,
    hessian_tensor_product as hessian_tensor_product,
    hessian_vector_product as hessian_vector_product,
    jacobian as jacobian,
    make_ggnvp as make_ggnvp,
    make_hvp as make_hvp,
    make_jvp as make_jvp,
    make_vjp as make_vjp,
    multigrad as multigrad,
    multigrad_dict as multigrad_dict,
    tensor_jacobian_product as tensor_jacobian_product,
    vector_jacobian_product as vector_jacobian_product,
)
from adlearn.derivatives.containers import (
    flatten as flatten,
)
from adlearn.derivatives.fixed_points import (
    fixed_point as fixed_point,
)
from adlearn.derivatives.jacobians import (
    hessian as hessian,
    hvp as hvp,
    jacfwd as jacfwd,
    jacrev as jacrev,
)
from adlearn.derivatives.own_rules import (
    bilinear as bilinear,
    defjvp as defjvp,
    defvjp as defvjp,
    general as general,
    jointly_linear as jointly_linear,
    linear as linear,
    multilinear as multilinear,
    primitive as primitive,
)
from adlearn.derivatives.recomputed import (
    checkpoint as checkpoint,
)
from adlearn.derivatives.taylor import (
    nth_derivative as nth_derivative,
    taylor as taylor,
)
from adlearn.derivatives.transforms import (
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
    BufferChanged as BufferChanged,
    DivisionByZero as DivisionByZero,
    DomainError as DomainError,
    IndependentOutputWarning as IndependentOutputWarning,
    IntegerInputWarning as IntegerInputWarning,
    LostDerivative as LostDerivative,
    MissingRule as MissingRule,
    NanFound as NanFound,
    NoGradient as NoGradient,
    NotANumber as NotANumber,
    NotAssignable as NotAssignable,
    NotConverged as NotConverged,
    NotScalar as NotScalar,
    NotTraceable as NotTraceable,
    TooLarge as TooLarge,
    WrongGradient as WrongGradient,
    WrongPartials as WrongPartials,
    WrongShape as WrongShape,
)
from adlearn.own_functions import (
    elementwise as elementwise,
)
from adlearn.programs.compiling import compile as compile
from adlearn.programs.derivation import Derivation as Derivation, derivation as derivation
from adlearn.programs.written import Program as Program, program as program
from adlearn.rules.primitive import (
    Primitive as Primitive,
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
    function_of as function_of,
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
    ForwardValue as ForwardValue,
)
from adlearn.scalars.object_arrays import (
    unwrap_gradient as unwrap_gradient,
    wrap_array as wrap_array,
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
    plot_digits as plot_digits,
    plot_jacobians as plot_jacobians,
    plot_progress as plot_progress,
    plot_training as plot_training,
    record_sources as record_sources,
    register_adapter as register_adapter,
    snapshot as snapshot,
)
from adlearn.show.inspecting import (
    inspect as inspect,
)
from adlearn.tensors.node import (
    Tensor as Tensor,
    tensor as tensor,
)
from adlearn.tensors.recording import (
    debug_buffers as debug_buffers,
    debug_nans as debug_nans,
    no_grad as no_grad,
)

#: A package that can be called: `adlearn.show(L)`, `adlearn.show(L, mode="forward")`.
show: Any

__version__: str
__all__: list[str]
HOMES: dict[str, str]
HOME_OF: dict[str, str]
