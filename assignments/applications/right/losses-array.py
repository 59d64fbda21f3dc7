#: title = "losses of form_picture as an array"

# %% [q4-picture-answer]
def form_picture(smoke, target, num_time_steps, rounds=60, step_size=0.05):
    losses = np.zeros(rounds)

    def gradient(velocities, i):
        losses[i], slope = slopes(velocities, smoke, target, num_time_steps)
        return slope

    return adam(gradient, np.zeros((2, *smoke.shape)), num_iters=rounds, step_size=step_size), losses
