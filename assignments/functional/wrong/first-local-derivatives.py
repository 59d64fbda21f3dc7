#: title = "exp, log and multiply: local derivatives only, as in the scalar assignment"
#: lose = ["q3-first", "q8-whole"]

# %% [q3-first-answer]
# defvjp(exp, ...), and so on for log, add, multiply, subtract
defvjp(exp, lambda g, ans, x: np.exp(x))
defvjp(log, lambda g, ans, x: 1 / x)
defvjp(add, lambda g, ans, x, y: g, lambda g, ans, x, y: g)
defvjp(multiply, lambda g, ans, x, y: y, lambda g, ans, x, y: x)
defvjp(subtract, lambda g, ans, x, y: g, lambda g, ans, x, y: -g)
