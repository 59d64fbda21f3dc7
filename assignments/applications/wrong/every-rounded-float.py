#: title = "best_every rounds, and divides by the twenty of a later remark"
#: lose = ["q5-every"]

# %% [q5-every-answer]
def best_every(num_steps):
    return max(1, round((num_steps / 20) ** 0.5))
