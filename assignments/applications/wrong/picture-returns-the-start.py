#: title = "form_picture throws away what adam returns, and returns the start"
#: lose = ["q4-picture", "q8-whole"]
#: misconception = "picture-of-still-air"

# %% [q4-picture-answer]
def form_picture(smoke, target, num_time_steps, rounds=60, step_size=0.05):
    losses = []
    velocities = np.zeros((2, *smoke.shape))

    def gradient(v, i):
        loss, slope = slopes(v, smoke, target, num_time_steps)
        losses.append(loss)
        return slope

    adam(gradient, velocities, num_iters=rounds, step_size=step_size)
    return velocities, losses
