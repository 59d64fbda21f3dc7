#: title = "divide: the denominator's rule has no minus"
#: lose = ["q3-divide", "q8-whole"]
#: misconception = "quotient-sign-forgotten"

# %% [q3-more-answer]
# defvjp(divide, ...), defvjp(power, ...), defvjp(tanh, ...)
defvjp(divide, lambda g, ans, x, y: g / y, lambda g, ans, x, y: g * x / y**2)
defvjp(
    power,
    lambda g, ans, x, y: g * y * x ** (y - 1.0),
    lambda g, ans, x, y: g * np.log(x) * ans,
)
defvjp(tanh, lambda g, ans, x: g * (1.0 - ans**2))
