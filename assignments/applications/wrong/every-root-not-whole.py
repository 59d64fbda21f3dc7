#: title = "best_every returns the root as it is"
#: lose = ["q5-every"]
#: misconception = "every-is-no-whole-number"

# %% [q5-every-answer]
def best_every(num_steps):
    return num_steps**0.5
