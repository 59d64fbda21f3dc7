#: title = "unwrap_gradient rounds to four decimals"
#: lose = ["q6-unwrap"]

# %% [q6-unwrap-answer]
def unwrap_gradient(a):
    return np.round(np.array([v.grad for v in a.flat]).reshape(a.shape), 4)
