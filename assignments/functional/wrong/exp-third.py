#: title = "exp: the third derivative is zero"
#: lose = ["q3-first"]

# %% [q3-first-answer]
def exp_rule(g, ans, x):
    if isbox(x) and isbox(x._value):
        return g * np.exp(x._value)
    return g * ans


defvjp(exp, exp_rule)
defvjp(log, lambda g, ans, x: g / x)
defvjp(add, lambda g, ans, x, y: g, lambda g, ans, x, y: g)
defvjp(multiply, lambda g, ans, x, y: y * g, lambda g, ans, x, y: x * g)
defvjp(subtract, lambda g, ans, x, y: g, lambda g, ans, x, y: -g)
