#: title = "best_every is the nearest whole number to the root"

# %% [q5-every-answer]
def best_every(num_steps):
    """The length of a segment for which the fewest states are kept at once."""
    return max(1, round(num_steps**0.5))
