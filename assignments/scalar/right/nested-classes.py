#: title = "operations are made by functions that make classes, and by type()"

# %% [q1-sub-answer]
def operation(name, function, *slopes):
    """A class for an operation, from its value and its slopes."""

    class made(AutogradValue):
        def func(self, *numbers):
            return function(*numbers)

        def grads(self, *numbers):
            return tuple(slope(*numbers) for slope in slopes)

    made.__name__ = name
    return made


_sub = operation("_sub", lambda a, b: a - b, lambda a, b: 1, lambda a, b: -1)


# %% [q1-mul-answer]
_mul = type(
    "_mul",
    (AutogradValue,),
    {"func": lambda self, a, b: a * b, "grads": lambda self, a, b: (b, a)},
)


# %% [q1-exp-answer]
_exp = operation("_exp", math.exp, math.exp)


# %% [q1-log-answer]
_log = operation("_log", math.log, lambda a: 1 / a)
