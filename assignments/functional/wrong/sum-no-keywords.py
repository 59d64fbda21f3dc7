#: title = "sum: the rule takes no keywords"
#: lose = ["q3-sum", "q8-whole"]
#: misconception = "sum-without-keywords"

# %% [q3-sum-answer]
# defvjp(np.sum, ...)
defvjp(np.sum, lambda g, ans, x: g * np.ones(np.shape(x)))
