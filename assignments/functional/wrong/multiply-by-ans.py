#: title = "multiply: each factor gets g times the product"
#: lose = ["q3-first", "q8-whole"]
#: misconception = "rule-value-times-g"

# %% [q3-first-answer]
# defvjp(exp, ...), and so on for log, add, multiply, subtract
defvjp(exp, lambda g, ans, x: g * ans)
defvjp(log, lambda g, ans, x: g / x)
defvjp(add, lambda g, ans, x, y: g, lambda g, ans, x, y: g)
defvjp(multiply, lambda g, ans, x, y: g * ans, lambda g, ans, x, y: g * ans)
defvjp(subtract, lambda g, ans, x, y: g, lambda g, ans, x, y: -g)
