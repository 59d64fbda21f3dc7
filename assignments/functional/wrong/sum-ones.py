#: title = "sum: ones are sent, without g"
#: lose = ["q3-sum", "q8-whole"]
#: misconception = "rule-without-g"

# %% [q3-sum-answer]
# defvjp(np.sum, ...)
defvjp(np.sum, lambda g, ans, x, axis=None, keepdims=False: np.ones_like(x))
