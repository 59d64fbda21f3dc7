#: title = "log: the rule takes x out of its box and cannot be traced"
#: lose = ["q3-first"]
#: misconception = "rule-takes-values-out-of-boxes"

# %% [q3-first-answer]
# defvjp(exp, ...), and so on for log, add, multiply, subtract
defvjp(exp, lambda g, ans, x: g * ans)
defvjp(log, lambda g, ans, x: g / unboxed(x))
defvjp(add, lambda g, ans, x, y: g, lambda g, ans, x, y: g)
defvjp(multiply, lambda g, ans, x, y: g * y, lambda g, ans, x, y: g * x)
defvjp(subtract, lambda g, ans, x, y: g, lambda g, ans, x, y: -g)
