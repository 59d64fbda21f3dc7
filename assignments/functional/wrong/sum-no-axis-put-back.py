#: title = "sum: the axis that is gone is not put back before g is repeated"
#: lose = ["q3-sum"]
#: misconception = "sum-axes-not-put-back"

# %% [q3-sum-answer]
# defvjp(np.sum, ...)
defvjp(np.sum, lambda g, ans, x, axis=None, keepdims=False: np.broadcast_to(g, np.shape(x)))
