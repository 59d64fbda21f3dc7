#: title = "form_picture with an Adam written by hand"

# %% [q4-picture-answer]
def form_picture(smoke, target, num_time_steps, rounds=60, step_size=0.05):
    """The wind that makes the smoke form the target, and the objective before each round."""
    v = np.zeros((2, *smoke.shape))
    m, s, losses = np.zeros_like(v), np.zeros_like(v), []
    for t in range(1, rounds + 1):
        loss, g = slopes(v, smoke, target, num_time_steps)
        losses.append(loss)
        m = 0.9 * m + 0.1 * g
        s = 0.99 * s + 0.01 * g**2
        v -= step_size * (m / (1 - 0.9**t)) / (np.sqrt(s / (1 - 0.99**t)) + 1e-8)
    return v, losses
