#: title = "tanh: the slope of the logistic function, ans * (1 - ans)"
#: lose = ["q3-tanh", "q8-whole"]
#: misconception = "tanh-as-a-sigmoid"

# %% [q3-more-answer]
# defvjp(divide, ...), defvjp(power, ...), defvjp(tanh, ...)
defvjp(divide, lambda g, ans, x, y: g / y, lambda g, ans, x, y: -g * x / y**2)
defvjp(
    power,
    lambda g, ans, x, y: g * y * x ** (y - 1.0),
    lambda g, ans, x, y: g * np.log(x) * ans,
)
defvjp(tanh, lambda g, ans, x: g * ans * (1.0 - ans))
