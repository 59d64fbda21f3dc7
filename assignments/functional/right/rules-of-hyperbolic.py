#: title = "the rule of tanh by cosh; quotients and powers by other primitives"

# %% [q3-first-answer]
defvjp(exp, lambda g, ans, x: g * np.expm1(x) + g)
defvjp(log, lambda g, ans, x: g * x**-1)
defvjp(add, lambda g, ans, *args: g, lambda g, ans, *args: g)
defvjp(multiply, lambda g, ans, x, y: np.multiply(g, y), lambda g, ans, x, y: np.multiply(x, g))
defvjp(subtract, lambda g, ans, *args: +1.0 * g, lambda g, ans, *args: -1.0 * g)

# %% [q3-more-answer]
defvjp(tanh, lambda g, ans, x: g / np.cosh(x) ** 2)
defvjp(
    divide,
    lambda g, ans, x, y: g * np.reciprocal(y),
    lambda g, ans, x, y: -g * x * np.square(np.reciprocal(y)),
)
defvjp(
    power,
    lambda g, ans, x, y: g * y * np.power(x, y - 1.0),
    lambda g, ans, x, y: g * np.log(x) * np.power(x, y),
)
