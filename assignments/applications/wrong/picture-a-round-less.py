#: title = "form_picture goes a round less"
#: lose = ["q4-picture"]
#: misconception = "picture-rounds-miscounted"

# %% [q4-picture-answer]
def form_picture(smoke, target, num_time_steps, rounds=60, step_size=0.05):
    losses = []

    def gradient(v, i):
        loss, slope = slopes(v, smoke, target, num_time_steps)
        losses.append(loss)
        return slope

    start = np.zeros((2, *smoke.shape))
    return adam(gradient, start, num_iters=rounds - 1, step_size=step_size), losses
