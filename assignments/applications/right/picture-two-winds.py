#: title = "form_picture by adam on a pair of fields"

# %% [q4-picture-answer]
def form_picture(smoke, target, num_time_steps, rounds=60, step_size=0.05):
    """The wind that makes the smoke form the target, and the objective before each round."""
    losses = []

    def gradient(wind, i):
        loss, (gx, gy) = slopes(np.stack(wind), smoke, target, num_time_steps)
        losses.append(float(loss))
        return gx, gy

    vx, vy = adam(
        gradient, (np.zeros(smoke.shape), np.zeros(smoke.shape)), num_iters=rounds, step_size=step_size
    )
    return np.array([vx, vy]), losses
