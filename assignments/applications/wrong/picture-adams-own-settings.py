#: title = "form_picture forgets to pass the rounds and the step size on"
#: lose = ["q4-picture"]
#: misconception = "picture-with-its-own-settings"

# %% [q4-picture-answer]
def form_picture(smoke, target, num_time_steps, rounds=60, step_size=0.05):
    losses = []

    def gradient(v, i):
        loss, slope = slopes(v, smoke, target, num_time_steps)
        losses.append(loss)
        return slope

    return adam(gradient, np.zeros((2, *smoke.shape))), losses
