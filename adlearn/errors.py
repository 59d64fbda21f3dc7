"""Every error and warning of adlearn, under one base, so that one `except AdlearnError` catches
them all.

Where Python itself would raise a `ValueError`, `ZeroDivisionError`, `OverflowError`, `TypeError` or
`NotImplementedError`, ours is that too: a program that already handles Python's own error
keeps working.
"""

from __future__ import annotations

NO_MODULO = (
    "pow(x, y, modulo) is arithmetic of whole numbers and has no derivative. Write x ** y % modulo."
)


class AdlearnError(Exception):
    """The base of every error that adlearn raises on purpose.

    The line of the program that led to it is added as a note, which Python prints below the
    message.
    """

    def __init__(self, *args: object) -> None:
        super().__init__(*args)
        from adlearn.user_line import user_line

        line = user_line()
        if line is not None:
            self.add_note(f"Your line: {line}")


class DomainError(AdlearnError, ValueError):
    """A function was asked for a value outside its domain, such as `log(-1)`."""


class DivisionByZero(DomainError, ZeroDivisionError):
    """Something was divided by zero."""


class TooLarge(DomainError, OverflowError):
    """A result does not fit into a float, such as `exp(1000)`."""


class NotANumber(AdlearnError, TypeError):
    """Something that is not one real number was used where one is needed."""


class LostDerivative(AdlearnError, TypeError):
    """A value was about to leave the graph, and its derivative would have been lost in silence."""


class WrongPartials(AdlearnError, TypeError):
    """An operation's `grads` does not give one number for each argument."""


class IndependentOutputWarning(UserWarning):
    """The output of a differentiated function does not depend on its input; the derivative is 0."""


class MissingRule(AdlearnError, TypeError, NotImplementedError):
    """A function was to be differentiated for which there is no rule."""


class WrongShape(AdlearnError, ValueError):
    """A cotangent or tangent has another shape than the value it belongs to."""


class NoGradient(AdlearnError, AttributeError):
    """The gradient of a tensor was asked for that keeps none."""


class NotScalar(AdlearnError, TypeError):
    """A function that should give one number to be differentiated gave an array."""


class NotAssignable(AdlearnError, TypeError):
    """A traced array was to be changed in place."""


class NotTraceable(AdlearnError, TypeError):
    """A function does something that a program of lines cannot say."""


class NanOnTheWay(NotTraceable):
    """A program was to be written down where a number is nan."""


class NanFound(AdlearnError, ArithmeticError):
    """A nan appeared while `debug_nans` was watching."""


class BufferChanged(AdlearnError, RuntimeError):
    """What an operation had used was changed before its derivative was computed."""


class NotConverged(AdlearnError, ArithmeticError):
    """An iteration left the finite numbers, or did not come close enough to its end."""


class IntegerInputWarning(UserWarning):
    """An array of whole numbers was converted to floats to be differentiated by."""


class WrongGradient(AdlearnError, AssertionError):
    """A derivative differs from the finite difference by more than its error."""


def describe(thing: object) -> str:
    """What a thing is, in a few words."""
    shape = getattr(thing, "shape", None)
    if thing is None:
        return "None"
    return f"{type(thing).__name__} of shape {shape}" if shape is not None else type(thing).__name__


def said_again(error: Exception) -> None:
    """Add what an error of ours says to the one that somebody raised in its place: the last lines
    are what is read. NumPy has its own for whatever `float(x)` raises in `a[0] = x`."""
    cause = error.__cause__
    if isinstance(cause, AdlearnError) and not isinstance(error, AdlearnError):
        said = "\n".join([str(cause), *getattr(cause, "__notes__", ())])
        if said not in getattr(error, "__notes__", ()):  # a derivative in a derivative has said it
            error.add_note(said)
