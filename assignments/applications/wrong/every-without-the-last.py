#: title = "best_every leaves out num_steps itself: nothing is left for 1 step"
#: lose = ["q5-every"]
#: misconception = "every-without-the-last"

# %% [q5-every-answer]
def best_every(num_steps):
    sums = {every: every + -(-num_steps // every) for every in range(1, num_steps)}
    return min(sums, key=sums.get)
