#: title = "multiply: each factor gets the other one, without g"
#: lose = ["q3-first", "q8-whole"]
#: misconception = "rule-without-g"

# %% [q3-first-answer]
# defvjp(exp, ...), and so on for log, add, multiply, subtract
defvjp(exp, lambda g, ans, x: g * ans)
defvjp(log, lambda g, ans, x: g / x)
defvjp(add, lambda g, ans, x, y: g, lambda g, ans, x, y: g)
defvjp(multiply, lambda g, ans, x, y: y, lambda g, ans, x, y: x)
defvjp(subtract, lambda g, ans, x, y: g, lambda g, ans, x, y: -g)
