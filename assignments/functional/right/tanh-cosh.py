#: title = "tanh: the rule divides by the square of np.cosh"

# %% [q3-more-answer]
# defvjp(divide, ...), defvjp(power, ...), defvjp(tanh, ...)
defvjp(divide, lambda g, ans, x, y: g / y, lambda g, ans, x, y: -g * x / y**2)
defvjp(
    power,
    lambda g, ans, x, y: g * y * x ** (y - 1.0),
    lambda g, ans, x, y: g * np.log(x) * ans,
)
defvjp(tanh, lambda g, ans, x: g / np.cosh(x) ** 2)
