#: title = "rules stand in a dict, and a loop puts them into the table"

# %% [q3-first-answer]
rules = {
    exp: [lambda g, ans, x: np.multiply(g, ans)],
    log: [lambda g, ans, x: np.divide(g, x)],
    add: [lambda g, *_: g] * 2,
    multiply: [lambda g, ans, x, y: g * y, lambda g, ans, x, y: g * x],
    subtract: [lambda g, *_: g, lambda g, *_: np.negative(g)],
}
for fun, vjps in rules.items():
    defvjp(fun, *vjps)

# %% [q3-more-answer]
for fun, *vjps in (
    (divide, lambda g, ans, x, y: g * np.reciprocal(y), lambda g, ans, x, y: g * (-ans / y)),
    (tanh, lambda g, ans, x: g - g * np.square(ans)),
):
    defvjp(fun, *vjps)


def power_by_base(g, ans, x, y):
    return g * (y * np.power(x, y - 1))


def power_by_exponent(g, ans, x, y):
    return g * (np.log(x) * ans)


defvjp(power, power_by_base, power_by_exponent)

# %% [q3-sum-answer]
def sum_vjp(g, ans, x, **kwargs):
    kept = np.shape(np.sum(np.zeros(np.shape(x)), axis=kwargs.get("axis"), keepdims=True))
    return np.reshape(g, kept) * np.ones_like(x)


defvjp(np.sum, sum_vjp)
