#: title = "exp: g is passed on unchanged"
#: lose = ["q3-first", "q8-whole"]
#: misconception = "rule-hands-g-on"

# %% [q3-first-answer]
# defvjp(exp, ...), and so on for log, add, multiply, subtract
defvjp(exp, lambda g, ans, x: g)
defvjp(log, lambda g, ans, x: g / x)
defvjp(add, lambda g, ans, x, y: g, lambda g, ans, x, y: g)
defvjp(multiply, lambda g, ans, x, y: g * y, lambda g, ans, x, y: g * x)
defvjp(subtract, lambda g, ans, x, y: g, lambda g, ans, x, y: -g)
