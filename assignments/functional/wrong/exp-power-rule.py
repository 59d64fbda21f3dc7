#: title = "exp: the rule of a power, x * exp(x - 1)"
#: lose = ["q3-first", "q8-whole"]
#: misconception = "exp-as-a-power"

# %% [q3-first-answer]
# defvjp(exp, ...), and so on for log, add, multiply, subtract
defvjp(exp, lambda g, ans, x: g * x * np.exp(x - 1))
defvjp(log, lambda g, ans, x: g / x)
defvjp(add, lambda g, ans, x, y: g, lambda g, ans, x, y: g)
defvjp(multiply, lambda g, ans, x, y: g * y, lambda g, ans, x, y: g * x)
defvjp(subtract, lambda g, ans, x, y: g, lambda g, ans, x, y: -g)
