#: title = "best_every compares the whole numbers around the root"

# %% [q5-every-answer]
def best_every(num_steps):
    """The length of a segment for which the fewest states are kept at once."""
    near = int(np.sqrt(num_steps))
    candidates = [e for e in (near - 1, near, near + 1) if 1 <= e <= num_steps]
    costs = [e + int(np.ceil(num_steps / e)) for e in candidates]
    return candidates[costs.index(min(costs))]
