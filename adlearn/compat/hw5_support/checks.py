"""The checks of a class of numbers: operations, forward mode, the backward pass, arrays of nodes.

They compare the class they are given with plain Python and finite differences, print one line if
all is well, and raise an AssertionError that says what is wrong otherwise.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from typing import Any

import numpy as np

from adlearn.checking.differences import numerical_gradient

SEEDED = random.Random(2024)


Program = tuple[str, Callable[[Any, Any], Any], Callable[[Any, Any], Any]]

# Written once for nodes and once for floats: a class under test brings its own exp and log as
# methods.
PROGRAMS: list[Program] = [
    ("a + b", lambda a, b: a + b, lambda a, b: a + b),
    ("a - b", lambda a, b: a - b, lambda a, b: a - b),
    ("a * b", lambda a, b: a * b, lambda a, b: a * b),
    ("a / b", lambda a, b: a / b, lambda a, b: a / b),
    ("-a", lambda a, b: -a, lambda a, b: -a),
    ("a.exp()", lambda a, b: a.exp(), lambda a, b: math.exp(a)),
    ("a.log()", lambda a, b: a.log(), lambda a, b: math.log(a)),
    ("3 - a", lambda a, b: 3 - a, lambda a, b: 3 - a),
    ("3 / a", lambda a, b: 3 / a, lambda a, b: 3 / a),
    ("3 * a + b * 2", lambda a, b: 3 * a + b * 2, lambda a, b: 3 * a + b * 2),
]


def shared(a: Any, b: Any) -> Any:
    """A graph in which a value is used by two operations, which must both be done before it."""
    c = a + b
    return (c * 2) * (c + 4) / a


WITH_NUMBERS: list[Program] = [
    ("a - 3", lambda a, b: a - 3, lambda a, b: a - 3),
    ("a / 3", lambda a, b: a / 3, lambda a, b: a / 3),
    ("b * a", lambda a, b: b * a, lambda a, b: b * a),
]

COMPOSED: list[Program] = [
    ("a * a", lambda a, b: a * a, lambda a, b: a * a),
    ("-log(5 * b + a)", lambda a, b: -(5 * b + a).log(), lambda a, b: -math.log(5 * b + a)),
    ("((a + b) * 2) * (a + b + 4) / a", shared, shared),
    ("exp(a / b) * a", lambda a, b: (a / b).exp() * a, lambda a, b: math.exp(a / b) * a),
]


def close(found: Any, expected: Any, error: float = 0.0) -> bool:
    """Say whether a number is right, to rounding or to the error of a finite difference."""
    try:
        return abs(float(found) - expected) <= 1e-8 * max(1.0, abs(expected)) + error
    except (TypeError, ValueError):
        return False


def points(count: int = 4) -> list[tuple[float, float]]:
    """Give points at which two wrong rules are unlikely to agree with the right one."""
    return [(SEEDED.uniform(0.5, 4.0), SEEDED.uniform(0.5, 4.0)) for _ in range(count)]


def expected_derivatives(on_floats: Callable[[Any, Any], Any], a: float, b: float) -> Any:
    """Give the derivatives by finite differences, with their errors."""
    return numerical_gradient(lambda v: on_floats(*v), [a, b])


def check_gradients(
    what: str,
    programs: list[Program],
    cls: Any,
    derivatives: Callable[[Any, Any, Any], tuple[Any, Any]],
) -> None:
    """Compare a class's derivatives of the programs with finite differences at random points."""
    for name, on_nodes, on_floats in programs:
        for x, y in points():
            a, b = cls(x), cls(y)
            output = on_nodes(a, b)
            where = f"for {name} at a = {x:.4f}, b = {y:.4f}"
            assert hasattr(output, "value"), (
                f"{what}: {where} the result is a {type(output).__name__}, not a node"
            )
            assert close(output.value, on_floats(x, y)), (
                f"{what}: {where} the value is {output.value}, expected {on_floats(x, y):.6f}"
            )
            estimates, errors = expected_derivatives(on_floats, x, y)
            found = derivatives(output, a, b)
            for letter, mine, estimate, error in zip("ab", found, estimates, errors, strict=True):
                assert close(mine, estimate, 10 * error), (
                    f"{what}: {where} the derivative by {letter} is {mine}, expected {estimate:.6f}"
                )


def by_reverse_mode(output: Any, a: Any, b: Any) -> tuple[Any, Any]:
    """Give the gradients of two variables after `backward()`."""
    output.backward()
    return a.grad, b.grad


def test_operators(cls: Any) -> None:
    """Check the value and the `grads` of every operation."""
    for name, on_nodes, on_floats in PROGRAMS[:7]:
        for x, y in points():
            output = on_nodes(cls(x), cls(y))
            expected = on_floats(x, y)
            assert close(getattr(output, "value", None), expected), (
                f"operators: {name} at a = {x:.4f}, b = {y:.4f} is {output!r}, expected "
                f"{expected:.6f}. Check func."
            )
            slopes = output.grads(*output.parent_values)
            slopes = tuple(slopes) if isinstance(slopes, tuple | list) else (slopes,)
            estimates, errors = expected_derivatives(on_floats, x, y)
            count = len(output.parents)
            assert len(slopes) == count, (
                f"operators: grads of {name} gives {len(slopes)} number(s), expected {count}"
            )
            for slope, estimate, error in zip(slopes, estimates, errors, strict=False):
                assert close(slope, estimate, 10 * error), (
                    f"operators: grads of {name} at a = {x:.4f}, b = {y:.4f} gives {slope}, "
                    f"expected {estimate:.6f}"
                )
    print("operators: all values and local derivatives are right")


def test_forward_mode(cls: Any) -> None:
    """Check `forward_grads` of every operation and of compositions."""

    def by_forward_mode(output: Any, a: Any, b: Any) -> tuple[Any, Any]:
        return output.forward_grads.get(a, 0.0), output.forward_grads.get(b, 0.0)

    check_gradients("forward mode", PROGRAMS + COMPOSED, cls, by_forward_mode)
    print("forward mode: all derivatives are right")


def test_backward_pass(cls: Any) -> None:
    """Check that one `backward_pass` adds gradient times local derivative to each parent."""
    for name, on_nodes, on_floats in PROGRAMS[:4]:
        for x, y in points():
            a, b = cls(x), cls(y)
            output = on_nodes(a, b)
            incoming, before = (
                SEEDED.uniform(1.0, 3.0),
                (SEEDED.uniform(1.0, 3.0), SEEDED.uniform(1.0, 3.0)),
            )
            output.grad, a.grad, b.grad = incoming, *before
            output.backward_pass()
            estimates, errors = expected_derivatives(on_floats, x, y)
            for letter, parent, start, estimate, error in zip(
                "ab", (a, b), before, estimates, errors, strict=True
            ):
                expected = start + incoming * estimate
                assert close(parent.grad, expected, 100 * error), (
                    f"backward_pass: after c = {name} with c.grad = {incoming:.4f}, {letter}.grad "
                    f"went from {start:.4f} to {parent.grad}, expected {expected:.6f}. Add to the "
                    "parent's grad; do not overwrite it."
                )
    print("backward_pass: every parent receives what it should")


test_backward_pass_numbers = test_backward_pass


def test_backward(cls: Any) -> None:
    """Check the gradients after `backward()`, also where values are shared."""

    check_gradients("backward", PROGRAMS + COMPOSED, cls, by_reverse_mode)
    a = cls(1.0)
    total = a
    for _ in range(8):
        total = total + total
    total.backward()
    assert close(a.grad, 256.0), (
        f"backward: after eight doublings the gradient is {a.grad}, expected 256"
    )
    print("backward: all gradients are right")


def test_autograd(cls: Any) -> None:
    """Check the gradients of every operation, by itself and with a plain number."""
    check_gradients("autograd", PROGRAMS + WITH_NUMBERS, cls, by_reverse_mode)
    print("autograd: all gradients are right")


def test_autograd_forward(cls: Any) -> None:
    """Check forward mode of a class that keeps derivatives in `tangents`."""

    def by_tangents(output: Any, a: Any, b: Any) -> tuple[Any, Any]:
        assert isinstance(getattr(output, "tangents", None), dict), (
            "forward mode: the result must have a dictionary `tangents`"
        )
        return output.tangents.get(a, 0.0), output.tangents.get(b, 0.0)

    check_gradients("forward mode", PROGRAMS + WITH_NUMBERS, cls, by_tangents)
    print("forward mode: all tangents are right")


def test_wrap_unwrap(wrap: Any, unwrap: Any, cls: Any) -> None:
    """Check `wrap_array` and `unwrap_gradient` on matrices."""
    for shape in ((2, 3), (3, 1)):
        numbers = np.array([SEEDED.uniform(-2.0, 2.0) for _ in range(shape[0] * shape[1])]).reshape(
            shape
        )
        wrapped = wrap(numbers)
        assert getattr(wrapped, "shape", None) == shape, (
            f"wrap_array: the result must have shape {shape}"
        )
        for place in np.ndindex(shape):
            assert isinstance(wrapped[place], cls), (
                f"wrap_array: element {place} is not a {cls.__name__}"
            )
            assert close(wrapped[place].value, numbers[place]), (
                f"wrap_array: element {place} has the wrong value"
            )
            wrapped[place].grad = 2.0 * numbers[place]
        gradients = unwrap(wrapped)
        assert getattr(gradients, "shape", None) == shape, (
            f"unwrap_gradient: the result must have shape {shape}"
        )
        for place in np.ndindex(shape):
            assert close(gradients[place], 2.0 * numbers[place]), (
                f"unwrap_gradient: element {place} is wrong"
            )
    print("wrap_array and unwrap_gradient: shapes, values and gradients are right")
