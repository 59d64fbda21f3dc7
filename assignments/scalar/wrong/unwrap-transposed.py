#: title = "unwrap_gradient gives columns for rows"
#: lose = ["q6-unwrap", "q7-whole"]
#: kinds = ["shape", "gradient"]
#: misconception = "unwrap-transposed"

# %% [q6-unwrap-answer]
def unwrap_gradient(a):
    """Array of AutogradValue -> array of floats, same shape: every element's grad."""
    return np.array([[element.grad for element in row] for row in a.T])
