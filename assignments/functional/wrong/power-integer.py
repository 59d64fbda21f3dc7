#: title = "power: a rule of its own for whole exponents, whose derivative is wrong"
#: lose = ["q3-power"]

# %% [q3-more-answer]
defvjp(divide, lambda g, ans, x, y: g / y, lambda g, ans, x, y: -g * x / y**2)


def power_x(g, ans, x, y):
    if np.ndim(y) == 0 and y == 2:
        return 2.0 * g * unboxed(x) if isbox(g) and isbox(x) else 2.0 * g * x
    return g * y * x ** (y - 1.0)


defvjp(power, power_x, lambda g, ans, x, y: g * ans * np.log(x))
defvjp(tanh, lambda g, ans, x: g * (1.0 - ans**2))
