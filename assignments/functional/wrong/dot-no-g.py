#: title = "dot: the other factor transposed, without g"
#: lose = ["q3-dot", "q8-whole"]

# %% [q3-dot-answer]
# defvjp(dot, ...)
defvjp(dot, lambda g, ans, x, y: y.T * np.ones_like(x), lambda g, ans, x, y: x.T * np.ones_like(y))
