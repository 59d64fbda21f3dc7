#: title = "best_every is twice the root"
#: lose = ["q5-every"]

# %% [q5-every-answer]
def best_every(num_steps):
    return min(num_steps, int(2 * num_steps**0.5))
