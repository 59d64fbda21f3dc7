#: title = "exp: the rule is ans, without g"
#: lose = ["q3-first", "q8-whole"]
#: misconception = "rule-without-g"

# %% [q3-first-answer]
# defvjp(exp, ...), and so on for log, add, multiply, subtract
defvjp(exp, lambda g, ans, x: ans)
defvjp(log, lambda g, ans, x: g / x)
defvjp(add, lambda g, ans, x, y: g, lambda g, ans, x, y: g)
defvjp(multiply, lambda g, ans, x, y: g * y, lambda g, ans, x, y: g * x)
defvjp(subtract, lambda g, ans, x, y: g, lambda g, ans, x, y: -g)
