#: title = "best_every looks only at lengths that divide num_steps"
#: lose = ["q5-every"]

# %% [q5-every-answer]
def best_every(num_steps):
    candidates = [k for k in range(1, num_steps + 1) if num_steps % k == 0]
    return min(candidates, key=lambda k: k + num_steps // k)
