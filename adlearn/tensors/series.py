"""Taylor series through a program: a value carries the coefficients of `f(x + t * direction)` by t.

Nothing about derivatives is said here a second time. A rule says how a tangent goes through an
operation, and the rate of change of a series is a tangent that is a series itself:

    answer' = push(argument')

The coefficient of order k of the answer is that of order k - 1 of the right side, divided by k.
That one needs only earlier coefficients of the answer. So a series is extended coefficient by
coefficient, each when it is asked for, and rules run on series as they run on arrays. For `tanh`,
whose rule is `g * (1 - ans * ans)`, one pass through the formula gives each next coefficient from
those before it: order n takes about n * n products, and n derivatives inside each other 2 ** n.

What has to be known besides the rules is how series add, multiply and divide, and that a linear
function acts on each coefficient.

A series stands one level down from what is done with it, as a dual does (`adlearn.nesting`): its
coefficients may be traced values of outer derivatives, or symbols of a program.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from adlearn.errors import MissingRule
from adlearn.tensors.array_like import ArrayLike
from adlearn.tensors.dispatch import DISPATCH
from adlearn.tensors.forward import ARRAYS, in_precision
from adlearn.tensors.left_out import cleared, lifted
from adlearn.tensors.nan_watch import look
from adlearn.tensors.node import PLAIN_ANSWERS, Tensor, answered
from adlearn.tensors.primitive import ArrayPrimitive, Traced, array_of, has_nan, value_of
from adlearn.tensors.recording import PAUSED, pauses

INTEGER = np.dtype(int)
#: A coefficient: an array or traced value; a Python number for the same number everywhere; None
#: for 0. It may be of fewer elements than the series, to which it is broadcast.
Term = Any


class Line:
    """One call of a function along a line, `f(x + t * direction)`.

    Attributes
    ----------
    level : int
    order : int
        Of the last coefficient that is wanted.
    made : dict or None
        While the rules of an operation run: what they have made, by primitive and arguments. The
        rule of `sinh` asks for `cosh`, and that of `cosh` for the same `sinh` again.
    """

    __slots__ = ("level", "order", "made")

    def __init__(self, level: int, order: int) -> None:
        self.level, self.order = level, order
        self.made: dict[Any, Any] | None = None


class Series(ArrayLike):
    """A value that carries the coefficients of its Taylor series.

    Attributes
    ----------
    line : Line
        Whose variable t the series is by.
    shape : tuple of int
    terms : list
        The coefficients known so far, the value first.
    find : callable
        `find(k)` gives the coefficient of order k, from those before it.
    """

    __slots__ = ("line", "terms", "find", "_shape", "_level", "_whole", "__weakref__")

    def __init__(
        self, line: Line, shape: tuple[int, ...], terms: list[Term], find: Callable[[int], Term]
    ) -> None:
        self.line, self._level, self.terms, self.find = line, line.level, terms, find
        self._shape = shape
        self._whole: Any = None

    @property
    def shape(self) -> tuple[int, ...]:
        return self._shape

    @property
    def _value(self) -> Any:
        if self._whole is None:
            self._whole = whole(self.term(0), self._shape, float)
        return self._whole

    def term(self, k: int) -> Term:
        """Give the coefficient of order k, extending the series if need be."""
        terms = self.terms
        if k < len(terms):
            return terms[k]
        while len(terms) <= k:
            terms.append(self.find(len(terms)))
        return terms[k]

    def coefficient(self, k: int) -> Any:
        """Give the coefficient of order k in the shape of the value."""
        if not k:
            return self._value
        value: Any = self._value
        term = self.term(k)
        if {term.__class__, value.__class__} <= ARRAYS and term.dtype is value.dtype:
            return whole(term, self._shape, term.dtype)
        term = whole(term, self._shape, array_of(value).dtype)
        if np.iscomplexobj(value_of(value)) and not np.iscomplexobj(value_of(term)):
            return term + 0j
        return in_precision(term, value)

    def detach(self) -> Any:
        """Give the value as a plain array: a constant for every derivative."""
        return self.numpy()

    def __graph_reading__(self) -> dict[str, Any]:
        """Say what pictures show: a value, its first coefficient, and no history."""
        return {"value": self._value, "tangent": self.coefficient(1), "level": self._level}

    def __repr__(self) -> str:
        return f"series({', '.join(str(value_of(term)) for term in self.terms)}, ...)"

    def _lift(self, plain: Any) -> Any:
        zeros = np.zeros(np.shape(plain))
        return Series(self.line, np.shape(plain), [lifted(plain, self._value)], lambda k: zeros)

    def _apply(self, primitive: ArrayPrimitive, args: Any, kwargs: Any) -> Any:
        line = self.line
        args = [a.data if a.__class__ is Tensor and a._level < 0 else a for a in args]
        if line.made is not None:  # inside of a rule, which may ask for what is being found
            return once(line, primitive, args, kwargs)
        answer = answer_to(line, primitive, args, kwargs)
        if pauses[0]:
            if line.level <= PAUSED.get():
                return answer
            look(self, answer, primitive.name, values_at(line, args), args)
        line.made = {}
        try:
            with np.errstate(all="ignore"):
                made = once(line, primitive, args, kwargs, answer)
                for series in made if primitive.outputs else (made,):
                    series.term(line.order)
                    series.find = beyond  # what it was made of may go
        finally:
            line.made = None
        return made


def beyond(k: int) -> Term:
    """Find no coefficient: all that are wanted are known."""
    raise IndexError(k)


def is_on(line: Line, thing: Any) -> bool:
    """Say whether a thing is a series of this line."""
    return thing.__class__ is Series and thing.line is line


def values_at(line: Line, args: Any) -> list[Any]:
    """Give the values of arguments where t is 0."""
    return [a._value if is_on(line, a) else a for a in args]


def answer_to(line: Line, primitive: ArrayPrimitive, args: Any, kwargs: Any) -> Any:
    """Compute the value of an operation."""
    values = values_at(line, args)
    apply = primitive if any(isinstance(v, Traced) for v in values) else primitive.fun
    answer = apply(*values, **kwargs)
    return answer if answer.__class__ in PLAIN_ANSWERS else answered(answer, primitive, values)


def once(line: Line, primitive: ArrayPrimitive, args: Any, kwargs: Any, answer: Any = None) -> Any:
    """Make the series of an operation, unless the same rules have made it already."""
    assert line.made is not None
    key = (primitive, *map(id, args))
    if not kwargs and key in line.made:
        return line.made[key][0]
    made = series_of(line, primitive, args, kwargs, answer)
    if not kwargs:
        line.made[key] = made, args  # arguments that went would leave their id to others
    return made


def series_of(line: Line, primitive: ArrayPrimitive, args: Any, kwargs: Any, answer: Any) -> Any:
    """Make the series of an operation, or of each of its outputs. Arithmetic inside of a rule does
    not even compute its value before somebody asks."""
    if primitive in ARITHMETIC:
        return of_arithmetic(line, primitive, args, answer)
    if answer is None:
        answer = answer_to(line, primitive, args, kwargs)
    rest = line, primitive, args, kwargs, answer
    if primitive.first is not None and not primitive.outputs:
        return Series(line, np.shape(answer), [answer], lambda k: of_each(k, *rest))
    if primitive.multiplies and not primitive.outputs:
        return Series(line, np.shape(answer), [answer], lambda k: of_products(k, *rest))
    return of_rates(*rest)


def of_rates(line: Line, primitive: ArrayPrimitive, args: Any, kwargs: Any, answer: Any) -> Any:
    """Make the series of whatever has a push: its rate of change is what the push makes of those of
    the arguments."""
    places = [i for i, a in enumerate(args) if is_on(line, a)]
    rates: list[Any] = []

    def find(k: int, output: int | None = None) -> Term:
        try:
            if not rates:
                tangents = [rate_of(line, args[i]) for i in places]
                rates.append(primitive.push(places, tangents, made, *args, **kwargs))
            rate = rates[0]
        except MissingRule:
            if k > 1:
                raise
            # A rule that is refused to further derivatives still gives the first.
            tangents = [args[i].coefficient(1) for i in places]
            rate = primitive.push(places, tangents, answer, *values_at(line, args), **kwargs)
        return over(term_of(line, rate if output is None else rate[output], k - 1), k)

    if not primitive.outputs:
        made: Any = Series(line, np.shape(answer), [answer], find)
    else:

        def output(i: int, value: Any) -> Series:
            return Series(line, np.shape(value), [value], lambda k: find(k, i))

        made = tuple(output(i, value) for i, value in enumerate(answer))
    return made


def rate_of(line: Line, x: Series) -> Series:
    """Give the derivative by t of a series, as a series: one for all rules that ask."""
    assert line.made is not None
    key = ("rate", id(x))
    if key not in line.made:
        rate = Series(line, x.shape, [], lambda k: times(k + 1, x.term(k + 1)))
        line.made[key] = rate, x
    return line.made[key][0]


def of_each(
    k: int, line: Line, primitive: ArrayPrimitive, args: Any, kwargs: Any, answer: Any
) -> Term:
    """Find a coefficient of a linear function: the function of the coefficients."""
    moving = [i for i, a in enumerate(args) if is_on(line, a) and a.term(k) is not None]
    if not moving:
        return None
    terms = [args[i].coefficient(k) for i in moving]
    return primitive.push(moving, terms, answer, *values_at(line, args), **kwargs)


def of_products(
    k: int, line: Line, primitive: ArrayPrimitive, args: Any, kwargs: Any, answer: Any
) -> Term:
    """Find a coefficient of a function that is linear in each of its arguments: add up what it
    makes of coefficients whose orders add up to k."""
    total, values = None, values_at(line, args)
    first, *others = places = [i for i, a in enumerate(args) if is_on(line, a)]
    for orders in orders_that_add_up(k, len(places)):
        if any(args[i].term(n) is None for i, n in zip(places, orders, strict=True)):
            continue
        for i, n in zip(others, orders[1:], strict=True):
            values[i] = args[i].coefficient(n)
        term = args[first].coefficient(orders[0])
        # To push is to put a tangent into the place of an argument.
        total = plus(total, primitive.push([first], [term], answer, *values, **kwargs))
    return total


def orders_that_add_up(k: int, count: int) -> Iterator[tuple[int, ...]]:
    """List the ways to write k as a sum of so many whole numbers.

    Examples
    --------
    >>> list(orders_that_add_up(2, 2))
    [(0, 2), (1, 1), (2, 0)]
    """
    if count == 1:
        yield (k,)
        return
    for n in range(k + 1):
        for rest in orders_that_add_up(k - n, count - 1):
            yield (n, *rest)


# Arithmetic


def of_arithmetic(line: Line, primitive: ArrayPrimitive, args: Any, answer: Any) -> Series:
    """Make the series of a sum, difference, product or quotient."""
    rule = ARITHMETIC[primitive]
    known = [] if answer is None else [answer]
    shape = shape_together([a.shape if is_on(line, a) else np.shape(a) for a in args])
    made = Series(line, shape, known, lambda k: rule(k, made, *args))
    if not any(place in primitive.scales for place in moving_alone(line, args)):
        return made
    factor = next(value_of(a) for a in args if not is_on(line, a))

    def with_part(k: int) -> Term:
        term = rule(k, made, *args)
        if term.__class__ not in ARRAYS or not has_nan(term):
            return term
        # 0 times an infinite slope: what a constant 0 multiplies is left out.
        part = np.not_equal(factor, 0) | (False if answer is None else np.isnan(value_of(answer)))
        return cleared(term, part)

    made.find = with_part
    return made


def shape_together(shapes: list[tuple[int, ...]]) -> tuple[int, ...]:
    """Give the shape to which shapes are broadcast; most are the same, or those of numbers."""
    one, *others = {shape for shape in shapes if shape} or {()}
    return np.broadcast_shapes(one, *others) if others else one


def moving_alone(line: Line, args: Any) -> list[int]:
    """Give the place of the only argument that is a series; none if there are more."""
    places = [i for i, a in enumerate(args) if is_on(line, a)]
    return places if len(places) == 1 < len(args) else []


def sum_of(k: int, made: Series, x: Any, y: Any) -> Term:
    return plus(term_of(made.line, x, k), term_of(made.line, y, k))


def difference_of(k: int, made: Series, x: Any, y: Any) -> Term:
    return minus(term_of(made.line, x, k), term_of(made.line, y, k))


def negative_of(k: int, made: Series, x: Any) -> Term:
    return minus(None, term_of(made.line, x, k))


def product_of(k: int, made: Series, x: Any, y: Any) -> Term:
    """Add up the products of coefficients whose orders add up to k."""
    if x is y:
        return square_of(k, made, x)
    line = made.line
    if not is_on(line, x):
        return product(x, y.term(k))
    if not is_on(line, y):
        return product(x.term(k), y)
    total = None
    for j in range(k + 1):
        term = x.term(j)
        if term is not None:
            total = plus(total, product(term, y.term(k - j)))
    return total


def square_of(k: int, made: Series, x: Any) -> Term:
    """The same for a product with itself, in which each pair comes twice."""
    total = None
    for j in range((k + 1) // 2):
        total = plus(total, product(x.term(j), x.term(k - j)))
    total = times(2, total)
    return total if k % 2 else plus(total, product(x.term(k // 2), x.term(k // 2)))


def quotient_of(k: int, made: Series, x: Any, y: Any) -> Term:
    """Solve `made * y = x` for the coefficient of order k."""
    rest, line = None, made.line
    for j in range(1, k + 1):
        rest = plus(rest, product(term_of(line, y, j), made.term(k - j)))
    numerator = minus(term_of(line, x, k), rest)
    return None if numerator is None else numerator / term_of(line, y, 0)


def term_of(line: Line, x: Any, k: int) -> Term:
    """Give a coefficient of a series, or of a constant."""
    if is_on(line, x):
        return x.term(k)
    return None if k else x


def plus(a: Term, b: Term) -> Term:
    return b if a is None else a if b is None else a + b


def minus(a: Term, b: Term) -> Term:
    if a is None:
        return None if b is None else -b
    return a if b is None else a - b


def product(a: Term, b: Term) -> Term:
    """Multiply, unless one is 0 or the number 1."""
    if a is None or b is None:
        return None
    if a.__class__ is float and a == 1.0 and is_float(b):
        return b
    return a if b.__class__ is float and b == 1.0 and is_float(a) else a * b


def is_float(term: Any) -> bool:
    """Say whether a coefficient needs no conversion: masks and counts are constants, too."""
    return term.__class__ is float or getattr(term, "dtype", INTEGER).kind in "fc"


def times(k: int, a: Term) -> Term:
    return a if a is None or k == 1 else k * a


def over(a: Term, k: int) -> Term:
    return a if a is None or k == 1 else a / k


def whole(term: Term, shape: tuple[int, ...], dtype: Any) -> Any:
    """Write a coefficient out."""
    if term is None or term.__class__ in (float, complex, int):
        kind = complex if term.__class__ is complex else dtype
        return np.full(shape, term or 0.0, kind)[()]
    if term.shape == shape:
        return term
    spread = np.broadcast_to(term, shape)
    return spread if isinstance(spread, Traced) else spread.copy()


ARITHMETIC: dict[ArrayPrimitive, Callable[..., Term]] = {
    DISPATCH[np.add]: sum_of,  # type: ignore[dict-item]
    DISPATCH[np.subtract]: difference_of,  # type: ignore[dict-item]
    DISPATCH[np.negative]: negative_of,  # type: ignore[dict-item]
    DISPATCH[np.multiply]: product_of,  # type: ignore[dict-item]
    DISPATCH[np.divide]: quotient_of,  # type: ignore[dict-item]
    DISPATCH[np.square]: square_of,  # type: ignore[dict-item]
}
