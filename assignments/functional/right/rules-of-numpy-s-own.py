#: title = "rules given to functions of numpy itself, which stand for its primitives"

# %% [q3-first-answer]
# defvjp(exp, ...), and so on for log, add, multiply, subtract
defvjp(numpy.exp, lambda g, ans, x: g * ans)
defvjp(numpy.log, lambda g, ans, x: g / x)
defvjp(add, lambda g, ans, x, y: g, lambda g, ans, x, y: g)
defvjp(multiply, lambda g, ans, x, y: g * y, lambda g, ans, x, y: g * x)
defvjp(subtract, lambda g, ans, x, y: g, lambda g, ans, x, y: -g)
