#: title = "divide: the sign is missing; tanh: the square is missing"
#: lose = ["q3-divide", "q3-tanh", "q8-whole"]

# %% [q3-more-answer]
# defvjp(divide, ...), defvjp(power, ...), defvjp(tanh, ...)
defvjp(divide, lambda g, ans, x, y: g / y, lambda g, ans, x, y: g * x / y**2)
defvjp(
    power,
    lambda g, ans, x, y: g * y * x ** (y - 1.0),
    lambda g, ans, x, y: g * np.log(x) * ans,
)
defvjp(tanh, lambda g, ans, x: g * (1.0 - ans))
