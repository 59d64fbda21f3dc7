#: title = "sum: g is sent as it is and not repeated"
#: lose = ["q3-sum", "q8-whole"]
#: misconception = "sum-not-repeated"

# %% [q3-sum-answer]
# defvjp(np.sum, ...)
defvjp(np.sum, lambda g, ans, x, axis=None, keepdims=False: g)
