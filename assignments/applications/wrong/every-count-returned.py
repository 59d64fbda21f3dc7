#: title = "best_every returns the smallest sum and not where it is"
#: lose = ["q5-every"]
#: misconception = "every-is-the-number-of-states"

# %% [q5-every-answer]
def best_every(num_steps):
    return min(every + -(-num_steps // every) for every in range(1, num_steps + 1))
