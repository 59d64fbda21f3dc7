#: title = "best_every by a search that takes the last of the best"

# %% [q5-every-answer]
def best_every(num_steps):
    """The length of a segment for which the fewest states are kept at once."""
    best, fewest = None, float("inf")
    for every in range(1, num_steps + 1):
        checkpoints = num_steps // every + (num_steps % every > 0)
        if checkpoints + every <= fewest:
            best, fewest = every, checkpoints + every
    return best
