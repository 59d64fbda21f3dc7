#: title = "sum: what comes in is added up once more before it is repeated"
#: lose = ["q3-sum", "q8-whole"]
#: misconception = "sum-of-what-comes-in"

# %% [q3-sum-answer]
# defvjp(np.sum, ...)
defvjp(np.sum, lambda g, ans, x, axis=None, keepdims=False: np.sum(g) * np.ones_like(x))
