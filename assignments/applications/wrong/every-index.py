#: title = "best_every returns the index, which is one less"
#: lose = ["q5-every"]

# %% [q5-every-answer]
def best_every(num_steps):
    return int(np.argmin([k + np.ceil(num_steps / k) for k in range(1, num_steps + 1)]))
