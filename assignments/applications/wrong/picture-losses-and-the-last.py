#: title = "form_picture keeps one loss too many, the one at the end"
#: lose = ["q4-picture"]
#: misconception = "picture-one-loss-too-many"

# %% [q4-picture-answer]
def form_picture(smoke, target, num_time_steps, rounds=60, step_size=0.05):
    losses = []

    def gradient(v, i):
        loss, slope = slopes(v, smoke, target, num_time_steps)
        losses.append(loss)
        return slope

    found = adam(gradient, np.zeros((2, *smoke.shape)), num_iters=rounds, step_size=step_size)
    losses.append(objective(found, smoke, target, num_time_steps))
    return found, losses
