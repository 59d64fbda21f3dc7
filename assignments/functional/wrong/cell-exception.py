#: title = "the cell of divide, power and tanh stops at its first line with an exception"
#: lose = ["q3-divide", "q3-power", "q3-tanh", "q8-whole"]

# %% [q3-more-answer]
defvjp(divde, lambda g, ans, x, y: g / y, lambda g, ans, x, y: -g * x / y**2)
defvjp(
    power,
    lambda g, ans, x, y: g * y * x ** (y - 1.0),
    lambda g, ans, x, y: g * np.log(x) * ans,
)
defvjp(tanh, lambda g, ans, x: g * (1.0 - ans**2))
