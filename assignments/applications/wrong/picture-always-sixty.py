#: title = "form_picture goes 60 rounds, whatever it is asked for"
#: lose = ["q4-picture"]
#: misconception = "picture-with-its-own-settings"

# %% [q4-picture-answer]
def form_picture(smoke, target, num_time_steps, rounds=60, step_size=0.05):
    losses = []

    def gradient(v, i):
        loss, slope = slopes(v, smoke, target, num_time_steps)
        losses.append(loss)
        return slope

    start = np.zeros((2, *smoke.shape))
    return adam(gradient, start, num_iters=60, step_size=step_size), losses
