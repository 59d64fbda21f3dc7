#: title = "best_every by np.argmin, which takes the first of the best"

# %% [q5-every-answer]
def best_every(num_steps):
    """The length of a segment for which the fewest states are kept at once."""
    every = np.arange(1, num_steps + 1)
    return every[np.argmin(np.ceil(num_steps / every) + every)]
