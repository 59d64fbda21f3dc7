#: title = "multiply: the other factor is taken out of its box, the rule has no derivative"
#: lose = ["q3-first", "q8-whole"]
#: misconception = "rule-takes-values-out-of-boxes"

# %% [q3-first-answer]
# defvjp(exp, ...), and so on for log, add, multiply, subtract
defvjp(exp, lambda g, ans, x: g * ans)
defvjp(log, lambda g, ans, x: g / x)
defvjp(add, lambda g, ans, x, y: g, lambda g, ans, x, y: g)
defvjp(multiply, lambda g, ans, x, y: g * unboxed(y), lambda g, ans, x, y: g * unboxed(x))
defvjp(subtract, lambda g, ans, x, y: g, lambda g, ans, x, y: -g)
