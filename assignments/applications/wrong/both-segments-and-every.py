#: title = "through_segments traces everything, and best_every is the number of steps"
#: lose = ["q5-memory", "q5-every"]
#: misconception = "every-kept-or-traced-alone"

# %% [q5-segments-answer]
def through_segments(step, loss, state, num_steps, every):
    return all_at_once(step, loss, state, num_steps)

# %% [q5-every-answer]
def best_every(num_steps):
    return num_steps
