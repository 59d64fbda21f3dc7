#: title = "sum and dot call a helper that stands nowhere"
#: lose = ["q3-sum", "q3-dot", "q8-whole"]

# %% [q3-sum-answer]
# defvjp(np.sum, ...)
defvjp(np.sum, lambda g, ans, x, axis=None, keepdims=False: repeated(g, np.shape(x), axis))

# %% [q3-dot-answer]
# defvjp(dot, ...)
defvjp(dot, lambda g, ans, x, y: mm(g, turned(y)), lambda g, ans, x, y: mm(turned(x), g))
