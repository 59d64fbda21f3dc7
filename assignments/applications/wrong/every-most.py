#: title = "best_every takes the largest sum"
#: lose = ["q5-every"]

# %% [q5-every-answer]
def best_every(num_steps):
    return max(range(1, num_steps + 1), key=lambda k: k + np.ceil(num_steps / k))
