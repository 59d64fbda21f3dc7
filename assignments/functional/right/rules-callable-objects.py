#: title = "rules are objects, partial functions and products of decorators"

# %% [q3-first-answer]
class Scale:
    """A rule that multiplies g by something that is computed of ans and the arguments."""

    def __init__(self, factor):
        self.factor = factor

    def __call__(self, g, ans, *args, **kwargs):
        return g * self.factor(ans, *args, **kwargs)


def scaled(factor, g, ans, *args):
    return factor * g


defvjp(exp, Scale(lambda ans, x: ans))
defvjp(log, Scale(lambda ans, x: 1.0 / x))
defvjp(add, functools.partial(scaled, 1.0), functools.partial(scaled, 1.0))
defvjp(multiply, Scale(lambda ans, x, y: y), Scale(lambda ans, x, y: x))
defvjp(subtract, functools.partial(scaled, 1.0), functools.partial(scaled, -1.0))

# %% [q3-more-answer]
def elementwise(derivative):
    @functools.wraps(derivative)
    def rule(g, ans, *args):
        return g * derivative(ans, *args)

    return rule


def rule(g, ans, x):
    return g * (1 - ans**2)


defvjp(tanh, rule)
defvjp(
    divide,
    lambda g, ans, x, y: g * y**-1.0,
    lambda g, ans, x, y: -g * x * y**-2.0,
)
defvjp(
    power,
    lambda g, ans, x, y: g * y * ans / x if np.all(np.not_equal(x, 0)) else g * y * x ** (y - 1),
    lambda g, ans, x, y: g * ans * np.log(x),
)
