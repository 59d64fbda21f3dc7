#: title = "best_every returns the length and the sum"
#: lose = ["q5-every"]
#: misconception = "every-with-its-count"

# %% [q5-every-answer]
def best_every(num_steps):
    return min(((k, k + -(-num_steps // k)) for k in range(1, num_steps + 1)), key=lambda p: p[1])
