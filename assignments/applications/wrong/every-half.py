#: title = "best_every makes two segments"
#: lose = ["q5-every"]

# %% [q5-every-answer]
def best_every(num_steps):
    return max(1, num_steps // 2)
