"""Functions that take a function and give one that computes its derivative.

Reverse mode gives the derivative of one output by any number of inputs (`grad`, `vjp`), forward
mode that of any number of outputs in one direction (`jvp`, `derivative`). Everything else here is
made from these two. All work on each other's results, to any depth and in any mixture.

Inputs and outputs may be arrays, numbers, and lists, tuples and dictionaries of these.
"""

from __future__ import annotations

import functools
import inspect
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from adlearn import forward, reverse
from adlearn.array_primitive import Traced, is_traced, value_of
from adlearn.containers import leaves_of
from adlearn.dual import Dual
from adlearn.errors import IndependentOutputWarning, NotANumber, NotScalar, WrongShape
from adlearn.nesting import LEVELS, describe
from adlearn.pullback import check_cotangent, pull_back, start_of, topological_order
from adlearn.scalar import AutogradValue
from adlearn.tensor import FORWARD_FLOOR, Tensor, as_numbers, leaf, variable

Argnum = int | Sequence[int]


def name_of(f: Callable[..., Any]) -> str:
    """How a function is called in a message."""
    return getattr(f, "__name__", "the function")


def differentiable(value: Any, where: str) -> Any:
    """Check an input: floats and complex numbers stay, whole numbers become floats."""
    if isinstance(value, Traced):
        return value
    if isinstance(value, np.ndarray | np.generic) and value.dtype.kind in "fc":
        return value
    if isinstance(value, float | complex):
        return np.float64(value) if isinstance(value, float) else np.complex128(value)
    array = as_numbers(value, where)
    array = array if array.dtype.kind in "fc" else array.astype(float)
    return array if array.shape else array[()]


def like_input(g: Any, given: Any) -> Any:
    """Give a gradient the form of the input: a Python number for a Python number."""
    if isinstance(g, Traced):
        return g
    if isinstance(given, int | float) and not isinstance(given, np.generic):
        return float(g)
    if isinstance(given, complex) and not isinstance(given, np.generic):
        return complex(g)
    return g


def warn_independent(f: Callable[..., Any]) -> None:
    """Say that an output does not depend on the input."""
    warnings.warn(
        f"the output of {name_of(f)} does not depend on the input it is differentiated by, so the "
        "derivative is 0. If it should depend on it, look for a value taken out of the graph "
        "(.numpy(), float(), math.*, a comparison).",
        IndependentOutputWarning,
        stacklevel=5,
    )


class Trace:
    """One call of a function with variables in place of some of its arguments."""

    def __init__(
        self, f: Callable[..., Any], argnum: Argnum, args: Any, kwargs: Any, aux: bool = False
    ) -> None:
        self.f, self.level, self.aux = f, next(LEVELS), None
        self.single = isinstance(argnum, int)
        if argnum == 0 and args and args[0].__class__ is np.ndarray and args[0].dtype.kind == "f":
            # The everyday case, in a fifth of the time.
            self.given, self.rebuild = [args[0]], list
            self.variables = (leaf(args[0], self.level),)
            self.output = f(self.variables[0], *args[1:], **kwargs)
        else:
            self.output = f(*self.arguments(argnum, args), **kwargs)
        if aux:
            self.output, self.aux = self.output

    def arguments(self, argnum: Argnum, args: Any) -> list[Any]:
        """Make the variables, and put them in the place of the arguments."""
        self.given, self.rebuild, places = inputs(self.f, argnum, args)
        variables = []
        for x in self.given:
            if x.__class__ is np.ndarray and x.dtype.kind in "fc":
                variables.append(leaf(x, self.level))
            else:
                x = differentiable(x, f"the gradient of {name_of(self.f)}")
                variables.append(variable(x, self.level))
        self.variables = tuple(variables)
        arguments = list(args)
        for place, new in zip(places, self.rebuild(list(self.variables)), strict=True):
            arguments[place] = new
        return arguments

    def depends(self, output: Any) -> bool:
        """Say whether an output was computed from the variables' level."""
        return isinstance(output, Tensor) and output._level >= self.level

    def scalar(self) -> Any:
        """Give the output, which must be one number."""
        output = self.output
        if isinstance(output, Tensor) and output.data.__class__ is np.float64:
            return output
        if isinstance(output, list | tuple | dict) or output is None:
            raise NotANumber(
                f"{name_of(self.f)} returned {describe(output)}; grad needs one number. Return a "
                "single value, and the rest through grad_and_aux if you need it."
            )
        plain = np.asarray(value_of(output))
        if plain.size != 1:
            raise NotScalar(
                f"{name_of(self.f)} returned an array of shape {np.shape(value_of(output))}, and "
                "grad is for functions with one output. Use jacobian for all derivatives, "
                "elementwise_grad if each output depends on its own input, or sum the output."
            )
        if plain.dtype.kind == "c":
            raise NotScalar(
                f"{name_of(self.f)} returned a complex number, which has no gradient. Return "
                "a real one (np.real, np.abs), or use holomorphic_grad."
            )
        return output

    def pull(self, output: Any, cotangent: Any, warn: bool = True) -> tuple[list[Any], bool]:
        """Give the cotangent of each variable, and whether an outer differentiation is on."""
        found: list[Any] = [None] * len(self.variables)
        outer = False
        if self.depends(output):
            found, outer = pull_back(output, self.variables, cotangent, self.level)
        if warn and found and all(g is None for g in found):
            warn_independent(self.f)
        for i, given in enumerate(self.given):
            g = found[i]
            if g.__class__ is not np.ndarray or given.__class__ is not np.ndarray:
                g = np.zeros_like(value_of(self.variables[i].data)) if g is None else g
                found[i] = like_input(g, given)
        return found, outer

    def shaped(self, gradients: list[Any]) -> Any:
        """Put gradients into the form of the argument, or of the tuple of arguments."""
        if self.single and self.rebuild is list:
            return gradients[0]
        trees = self.rebuild(gradients)
        return trees[0] if self.single else tuple(trees)

    def value(self, output: Any, outer: bool) -> Any:
        """Give an output without this derivative, but still with any outer one."""
        if not self.depends(output):
            return output
        return output if outer else output.data


def inputs(f: Callable[..., Any], argnum: Argnum, args: Any) -> tuple[list[Any], Any, list[int]]:
    """Take the leaves out of the arguments to differentiate by."""
    argnums = [argnum] if isinstance(argnum, int) else list(argnum)
    for place in argnums:
        if not -len(args) <= place < len(args):
            raise NotANumber(
                f"{name_of(f)} was called with {len(args)} positional argument(s); the derivative "
                f"by argument number {place} needs that argument to be passed by position."
            )
    places = [place % len(args) for place in argnums]
    if len(places) == 1 and isinstance(args[places[0]], np.ndarray):
        return [args[places[0]]], list, places  # the everyday case
    leaves, rebuild = leaves_of([args[place] for place in places])
    return leaves, rebuild, places


def wraps(f: Callable[..., Any], what: str) -> Callable[[Any], Any]:
    """Name a derivative after its function."""

    def decorate(function: Any) -> Any:
        function.__name__ = f"{what}_of_{name_of(f)}"
        function.__doc__ = f"{what} of {name_of(f)}.\n\n{getattr(f, '__doc__', None) or ''}"
        return function

    return decorate


def is_node(args: Any, argnum: Any) -> bool:
    """Say whether an argument is a node of the scalar engine."""
    return -len(args) <= argnum < len(args) and isinstance(args[argnum], AutogradValue)


def grad(f: Callable[..., Any], argnum: Argnum = 0) -> Callable[..., Any]:
    """Make the function that computes the gradient of `f` in reverse mode.

    Parameters
    ----------
    f : callable
        Returns one real number.
    argnum : int or sequence of int, optional
        The positional argument, or arguments, to differentiate by.

    Returns
    -------
    callable
        Takes what `f` takes. Returns the gradient, in the form and shape of the argument: a float
        for a float, an array for an array, a dict for a dict; for several arguments a tuple.

    Raises
    ------
    NotScalar
        When called: if the output is an array.
    NotANumber
        When called: if an input is not made of numbers.

    Warns
    -----
    IndependentOutputWarning
        When called: if the output does not depend on the input; the gradient is then zero.

    Notes
    -----
    An `AutogradValue` is traced by the scalar engine, everything else by tensors: inside `f`, a
    number behaves as NumPy's numbers do.

    Examples
    --------
    >>> grad(lambda x: np.sum(np.sin(x) * x))(np.array([0.0, 1.0]))
    array([0.        , 1.38177329])
    >>> grad(lambda p: p["w"] * 3.0 + p["b"])({"w": 1.0, "b": 2.0})
    {'w': 3.0, 'b': 1.0}
    >>> grad(grad(lambda x: x ** 3))(2.0)
    12.0
    """
    on_nodes = reverse.grad(f, argnum) if isinstance(argnum, int) else None

    @functools.wraps(f)
    def gradient_of_f(*args: Any, **kwargs: Any) -> Any:
        if on_nodes is not None and is_node(args, argnum):
            return on_nodes(*args, **kwargs)
        trace = Trace(f, argnum, args, kwargs)
        output = trace.scalar()
        return trace.shaped(trace.pull(output, start_of(output))[0])

    return gradient_of_f


def value_and_grad(f: Callable[..., Any], argnum: Argnum = 0) -> Callable[..., Any]:
    """Make the function that computes `f` and its gradient at once.

    Parameters
    ----------
    f, argnum
        As for `grad`.

    Returns
    -------
    callable
        Returns the pair (value, gradient).

    Examples
    --------
    >>> value_and_grad(lambda x: np.sum(x ** 2))(np.array([1.0, 2.0]))
    (5.0, array([2., 4.]))
    """

    @wraps(f, "value_and_grad")
    def value_and_gradient(*args: Any, **kwargs: Any) -> Any:
        trace = Trace(f, argnum, args, kwargs)
        output = trace.scalar()
        gradients, outer = trace.pull(output, start_of(output))
        value = trace.value(output, outer)
        return (value if is_traced(value) else np.asarray(value).item()), trace.shaped(gradients)

    return value_and_gradient


def grad_and_aux(f: Callable[..., Any], argnum: Argnum = 0) -> Callable[..., Any]:
    """Make the gradient of a function that returns `(value, something else)`.

    Returns
    -------
    callable
        Returns the pair (gradient, something else).

    Examples
    --------
    >>> grad_and_aux(lambda x: (np.sum(x), "seen"))(np.array([1.0, 2.0]))
    (array([1., 1.]), 'seen')
    """

    @wraps(f, "grad_and_aux")
    def gradient_and_aux(*args: Any, **kwargs: Any) -> Any:
        trace = Trace(f, argnum, args, kwargs, aux=True)
        output = trace.scalar()
        gradients, outer = trace.pull(output, start_of(output))
        leaves, rebuild = leaves_of(trace.aux)
        return trace.shaped(gradients), rebuild([trace.value(leaf, outer) for leaf in leaves])

    return gradient_and_aux


def holomorphic_grad(f: Callable[..., Any], argnum: int = 0) -> Callable[..., Any]:
    """Make the complex derivative of a function that is complex differentiable.

    Examples
    --------
    >>> holomorphic_grad(lambda z: z * z)(1 + 2j)
    (2+4j)
    """

    @wraps(f, "holomorphic_grad")
    def gradient(*args: Any, **kwargs: Any) -> Any:
        if np.asarray(value_of(args[argnum])).dtype.kind != "c":
            raise NotANumber("holomorphic_grad differentiates by a complex number; use grad.")
        trace = Trace(f, argnum, args, kwargs)
        if np.size(value_of(trace.output)) != 1:
            raise NotScalar("holomorphic_grad is for functions with one output; use jacobian.")
        ones = np.ones(np.shape(value_of(trace.output)), complex)
        return trace.shaped(trace.pull(trace.output, ones)[0])

    return gradient


def vjp(f: Callable[..., Any], *primals: Any) -> tuple[Any, Callable[[Any], tuple[Any, ...]]]:
    """Compute `f` and the function that pulls cotangents back through it.

    Parameters
    ----------
    f : callable
    *primals : array_like or container
        All its arguments.

    Returns
    -------
    output
    pull : callable
        Takes a cotangent of the form and shape of the output; returns a tuple with the cotangent of
        each argument. May be called any number of times.

    Raises
    ------
    WrongShape
        When called: if the cotangent has another shape than the output.

    Examples
    --------
    >>> output, pull = vjp(np.sin, np.array([0.0, 1.0]))
    >>> pull(np.array([1.0, 2.0]))
    (array([1.        , 1.08060461]),)
    """
    trace = Trace(f, range(len(primals)), primals, {})
    outputs, rebuild = leaves_of(trace.output)
    outer = any(
        topological_order(o, trace.variables, trace.level)[1] for o in outputs if trace.depends(o)
    )

    def pull(cotangent: Any) -> tuple[Any, ...]:
        cotangents, _ = leaves_of(cotangent)
        if len(cotangents) != len(outputs):
            raise WrongShape(
                f"the cotangent has {len(cotangents)} arrays and the output {len(outputs)}. Give "
                "it the form of the output."
            )
        total: list[Any] = []
        for output, g in zip(outputs, cotangents, strict=True):
            part, _ = trace.pull(output, check_cotangent(g, output), warn=False)
            total = [a + b for a, b in zip(total, part, strict=True)] if total else part
        return tuple(trace.rebuild(total))

    return rebuild([trace.value(o, outer) for o in outputs]), pull


def jvp(f: Callable[..., Any], primals: Sequence[Any], tangents: Sequence[Any]) -> tuple[Any, Any]:
    """Compute `f` and its derivative in one direction, in forward mode.

    Parameters
    ----------
    f : callable
    primals : sequence
        Its arguments.
    tangents : sequence
        The direction: of the same form and shapes.

    Returns
    -------
    output, tangent
        Of the same form and shapes as each other.

    Raises
    ------
    WrongShape
        If a tangent has another shape than its argument.

    Examples
    --------
    >>> jvp(lambda x, y: x * y, (2.0, 3.0), (1.0, 0.0))
    (6.0, 3.0)
    """
    leaves, rebuild = leaves_of(list(primals))
    directions, _ = leaves_of(list(tangents))
    if len(leaves) != len(directions):
        raise WrongShape("jvp needs one tangent for each argument, of the same form.")
    for x, v in zip(leaves, directions, strict=True):
        if np.shape(x) != np.shape(v):
            raise WrongShape(
                f"a tangent has shape {np.shape(v)}, but its argument has shape {np.shape(x)}."
            )
    output, tangent = push_forward(f, leaves, directions, rebuild, 0)
    if all(isinstance(x, float | int) for x in (*leaves, *directions)):
        output, tangent = python_number(output), python_number(tangent)
    return output, tangent


def python_number(value: Any) -> Any:
    """Give a NumPy scalar as a Python number."""
    return value.item() if isinstance(value, np.generic) else value


def push_forward(
    f: Callable[..., Any], leaves: list[Any], directions: list[Any], rebuild: Any, count: int
) -> tuple[Any, Any]:
    """Call `f` on duals; take value and tangent out of what it returns."""
    level = next(LEVELS)
    where = f"the derivative of {name_of(f)}"
    duals = [
        Dual(differentiable(x, where), differentiable(v, where), level, count)
        for x, v in zip(leaves, directions, strict=True)
    ]
    token = FORWARD_FLOOR.set(level)
    try:
        result = f(*rebuild(duals))
    finally:
        FORWARD_FLOOR.reset(token)
    outputs, rebuild_output = leaves_of(result)
    values, tangents = [], []
    for output in outputs:
        if isinstance(output, Dual) and output._level == level:
            values.append(output.value)
            tangents.append(output.tangent)
        else:
            values.append(output)
            warn_independent(f)
            plain = np.asarray(value_of(output))
            kind = plain.dtype if plain.dtype.kind in "fc" else float
            tangents.append(np.zeros((count, *plain.shape) if count else plain.shape, kind)[()])
    return rebuild_output(values), rebuild_output(tangents)


def linearize(f: Callable[..., Any], *primals: Any) -> tuple[Any, Callable[..., Any]]:
    """Compute `f` and the linear function that is its derivative there.

    Returns
    -------
    output
    push : callable
        Takes one tangent per argument; returns the tangent of the output.

    Examples
    --------
    >>> output, push = linearize(np.sin, 0.0)
    >>> push(2.0)
    2.0
    """
    output = f(*primals)
    return output, lambda *tangents: jvp(f, primals, tangents)[1]


def partial_function(f: Callable[..., Any], argnum: int, args: Any, kwargs: Any) -> Any:
    """Make a function of one argument by keeping the others."""
    place = argnum % len(args)

    @functools.wraps(f)
    def of_one(x: Any) -> Any:
        return f(*args[:place], x, *args[place + 1 :], **kwargs)

    return of_one


def elementwise_grad(f: Callable[..., Any], argnum: int = 0) -> Callable[..., Any]:
    """Make the derivative of a function that acts on each element by itself.

    Examples
    --------
    >>> elementwise_grad(np.tanh)(np.array([0.0, 1.0]))
    array([1.        , 0.41997434])
    """

    @wraps(f, "elementwise_grad")
    def derivative_of_each(*args: Any, **kwargs: Any) -> Any:
        trace = Trace(f, argnum, args, kwargs)
        ones = np.ones(np.shape(value_of(trace.output)))
        return trace.shaped(trace.pull(trace.output, ones)[0])

    return derivative_of_each


def derivative(f: Callable[..., Any], argnum: int = 0) -> Callable[..., Any]:
    """Make the derivative by one real number, in forward mode; the output may be an array.

    Parameters
    ----------
    f : callable
    argnum : int, optional
        The positional argument to differentiate by.

    Returns
    -------
    callable
        Takes what `f` takes. It and `grad` may be nested in any way.

    Warns
    -----
    IndependentOutputWarning
        When called: if the output does not depend on the argument.

    Examples
    --------
    >>> derivative(lambda x: x * x)(5.0)
    10.0
    >>> derivative(derivative(lambda x: x ** 3))(2.0)
    12.0
    """
    on_nodes, on_arrays = forward.derivative(f, argnum), deriv(f, argnum)

    @functools.wraps(f)
    def derivative_of_f(*args: Any, **kwargs: Any) -> Any:
        return (on_nodes if is_node(args, argnum) else on_arrays)(*args, **kwargs)

    return derivative_of_f


def deriv(f: Callable[..., Any], argnum: int = 0) -> Callable[..., Any]:
    """Make the derivative by one real number, in forward mode; the output may be an array.

    Examples
    --------
    >>> deriv(lambda t: np.stack([t, t * t]))(3.0)
    array([1., 6.])
    """

    @wraps(f, "deriv")
    def derivative_of_f(*args: Any, **kwargs: Any) -> Any:
        inputs(f, argnum, args)
        x = args[argnum]
        one = np.ones(np.shape(x))[()] if np.shape(x) else 1.0
        return jvp(partial_function(f, argnum, args, kwargs), (x,), (one,))[1]

    return derivative_of_f


def require_array(f: Callable[..., Any], x: Any) -> None:
    """Refuse a container where the derivative is one array."""
    if isinstance(x, list | tuple | dict):
        raise NotANumber(
            f"the Jacobian of {name_of(f)} is one array, by one array, not by a {type(x).__name__}."
            " Pass np.array(...) for a list of numbers; for a container of arrays, make one vector "
            "of it with adlearn.flatten and differentiate by that."
        )


def jacrev(f: Callable[..., Any], argnum: int = 0) -> Callable[..., Any]:
    """Make the Jacobian in reverse mode: one walk for each output.

    Returns
    -------
    callable
        Returns an array of shape `output.shape + input.shape`.

    Examples
    --------
    >>> jacrev(lambda x: x * x)(np.array([1.0, 2.0]))
    array([[2., 0.],
           [0., 4.]])
    """

    @wraps(f, "jacobian")
    def jacobian_of_f(*args: Any, **kwargs: Any) -> Any:
        require_array(f, args[argnum])
        output, pull = vjp(partial_function(f, argnum, args, kwargs), args[argnum])
        shape = np.shape(value_of(output))
        basis = np.eye(int(np.prod(shape))).reshape(-1, *shape)
        rows = [pull(row)[0] for row in basis]
        if not rows:
            return np.zeros(shape + np.shape(args[argnum]))
        if not shape:
            return rows[0]
        return np.reshape(np.stack(rows), shape + np.shape(rows[0]))

    return jacobian_of_f


jacobian = jacrev


def jacfwd(f: Callable[..., Any], argnum: int = 0) -> Callable[..., Any]:
    """Make the Jacobian in forward mode: all inputs travel at once.

    Returns
    -------
    callable
        Returns an array of shape `output.shape + input.shape`.

    Examples
    --------
    >>> jacfwd(lambda x: x * x)(np.array([1.0, 2.0]))
    array([[2., 0.],
           [0., 4.]])
    """

    @wraps(f, "jacobian")
    def jacobian_of_f(*args: Any, **kwargs: Any) -> Any:
        x = args[argnum]
        require_array(f, x)
        shape = np.shape(x)
        count = int(np.prod(shape))
        if not count:
            return jacrev(f, argnum)(*args, **kwargs)
        basis = np.eye(count).reshape(count, *shape)
        function = partial_function(f, argnum, args, kwargs)
        _, tangents = push_forward(function, [x], [basis], lambda leaves: leaves, count)
        columns = np.moveaxis(tangents, 0, -1)
        return np.reshape(columns, np.shape(columns)[:-1] + shape)

    return jacobian_of_f


def hessian(f: Callable[..., Any], argnum: int = 0) -> Callable[..., Any]:
    """Make the matrix of second derivatives: forward mode over reverse mode.

    Returns
    -------
    callable
        Returns an array of shape `input.shape + input.shape` (for one output).

    Examples
    --------
    >>> hessian(lambda x: np.sum(x ** 3))(np.array([1.0, 2.0]))
    array([[ 6.,  0.],
           [ 0., 12.]])
    """
    return jacfwd(jacrev(f, argnum), argnum)


def hessian_tensor_product(f: Callable[..., Any], argnum: int = 0) -> Callable[..., Any]:
    """Make the function `(*args, v)` that computes the Hessian times `v` without the Hessian.

    Examples
    --------
    >>> hvp(lambda x: np.sum(x ** 3))(np.array([1.0, 2.0]), np.array([1.0, 0.0]))
    array([6., 0.])
    """

    @wraps(f, "hvp")
    def product(*args: Any, **kwargs: Any) -> Any:
        *arguments, vector = args
        gradient = partial_function(grad(f, argnum), argnum, tuple(arguments), kwargs)
        return jvp(gradient, (arguments[argnum],), (vector,))[1]

    return product


hvp = hessian_vector_product = hessian_tensor_product


def tensor_jacobian_product(f: Callable[..., Any], argnum: int = 0) -> Callable[..., Any]:
    """Make the function `(*args, u)` that computes `u` times the Jacobian without the Jacobian.

    Examples
    --------
    >>> vector_jacobian_product(lambda x: x * x)(np.array([1.0, 2.0]), np.array([1.0, 1.0]))
    array([2., 4.])
    """

    @wraps(f, "vector_jacobian_product")
    def product(*args: Any, **kwargs: Any) -> Any:
        *arguments, vector = args
        return vjp(partial_function(f, argnum, tuple(arguments), kwargs), arguments[argnum])[1](
            vector
        )[0]

    return product


vector_jacobian_product = tensor_jacobian_product


def make_vjp(f: Callable[..., Any], argnum: int = 0) -> Callable[..., Any]:
    """Make the function that gives `(pull, output)`, as autograd has it.

    Examples
    --------
    >>> pull, output = make_vjp(np.sin)(0.0)
    >>> pull(1.0), output
    (1.0, np.float64(0.0))
    """

    @wraps(f, "make_vjp")
    def pull_and_output(*args: Any, **kwargs: Any) -> Any:
        output, pull = vjp(partial_function(f, argnum, args, kwargs), args[argnum])
        return (lambda g: pull(g)[0]), output

    return pull_and_output


def make_jvp(f: Callable[..., Any], argnum: int = 0) -> Callable[..., Any]:
    """Make the function that gives `push`; `push(v)` gives `(output, tangent)`.

    Examples
    --------
    >>> make_jvp(np.sin)(0.0)(1.0)
    (0.0, 1.0)
    """

    @wraps(f, "make_jvp")
    def push_at(*args: Any, **kwargs: Any) -> Any:
        function = partial_function(f, argnum, args, kwargs)
        return lambda v: jvp(function, (args[argnum],), (v,))

    return push_at


def make_hvp(f: Callable[..., Any], argnum: int = 0) -> Callable[..., Any]:
    """Make the function that gives `(product, gradient)`, where `product(v)` is Hessian times v."""
    return make_vjp(grad(f, argnum), argnum)


def make_ggnvp(
    f: Callable[..., Any], g: Callable[..., Any] | None = None, f_argnum: int = 0
) -> Callable[..., Any]:
    """Make the function that gives `product`: `product(v)` is the generalised Gauss-Newton matrix
    of `g(f(x))` times v, that is J' H J v with J of f and H of g (half the sum of squares by
    default).

    Examples
    --------
    >>> make_ggnvp(lambda x: 2.0 * x)(np.array([1.0]))(np.array([1.0]))
    array([4.])
    """
    outer = g or (lambda x: 0.5 * np.sum(x * x))

    @wraps(f, "make_ggnvp")
    def product_at(*args: Any, **kwargs: Any) -> Any:
        function, x = partial_function(f, f_argnum, args, kwargs), args[f_argnum]

        def product(v: Any) -> Any:
            output, pull = vjp(function, x)
            _, pushed = jvp(function, (x,), (v,))
            return pull(hvp(outer)(output, pushed))[0]

        return product

    return product_at


def grad_named(f: Callable[..., Any], argname: str) -> Callable[..., Any]:
    """Make the gradient by the argument of that name.

    Examples
    --------
    >>> grad_named(lambda x, y: x * y, "y")(2.0, 3.0)
    2.0
    """
    return grad(f, list(inspect.signature(f).parameters).index(argname))


def multigrad(f: Callable[..., Any], argnums: Sequence[int] = (0,)) -> Callable[..., Any]:
    """Make the gradient by several arguments at once, as a tuple.

    Examples
    --------
    >>> multigrad(lambda x, y: x * y, [0, 1])(2.0, 3.0)
    (3.0, 2.0)
    """
    return grad(f, tuple(argnums))


def multigrad_dict(f: Callable[..., Any]) -> Callable[..., Any]:
    """Make the gradient by all arguments at once, as a dictionary by their names.

    Examples
    --------
    >>> multigrad_dict(lambda x, y: x * y)(2.0, y=3.0)
    {'x': 3.0, 'y': 2.0}
    """
    signature = inspect.signature(f)

    @wraps(f, "multigrad_dict")
    def gradients(*args: Any, **kwargs: Any) -> Any:
        bound = signature.bind(*args, **kwargs)
        bound.apply_defaults()

        def of_arguments(arguments: dict[str, Any]) -> Any:
            new = inspect.BoundArguments(signature, dict(arguments))
            return f(*new.args, **new.kwargs)

        return grad(of_arguments)(dict(bound.arguments))

    return gradients
