#: title = "multiply and subtract have no rules yet"
#: lose = ["q3-first", "q8-whole"]

# %% [q3-first-answer]
# defvjp(exp, ...), and so on for log, add, multiply, subtract
defvjp(exp, lambda g, ans, x: g * ans)
defvjp(log, lambda g, ans, x: g / x)
defvjp(add, lambda g, ans, x, y: g, lambda g, ans, x, y: g)
