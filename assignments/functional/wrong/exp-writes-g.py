#: title = "exp: g is multiplied in place"
#: lose = ["q3-first"]

# %% [q3-first-answer]
# defvjp(exp, ...), and so on for log, add, multiply, subtract
def exp_vjp_first(g, ans, x):
    g *= ans
    return g


defvjp(exp, exp_vjp_first)
defvjp(log, lambda g, ans, x: g / x)
defvjp(add, lambda g, ans, x, y: g, lambda g, ans, x, y: g)
defvjp(multiply, lambda g, ans, x, y: g * y, lambda g, ans, x, y: g * x)
defvjp(subtract, lambda g, ans, x, y: g, lambda g, ans, x, y: -g)
