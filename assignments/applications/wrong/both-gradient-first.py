#: title = "slopes returns the gradient first, and form_picture takes it so"
#: lose = ["q4-slopes", "q8-whole"]
#: misconception = "slopes-exchanged"

# %% [q4-slopes-answer]
def objective(velocities, smoke, target, num_time_steps):
    final, _ = simulate(velocities[0], velocities[1], smoke, num_time_steps)
    return np.mean((final - target) ** 2)


def slopes(velocities, smoke, target, num_time_steps):
    value, gradient = ad.value_and_grad(objective)(velocities, smoke, target, num_time_steps)
    return gradient, value

# %% [q4-picture-answer]
def form_picture(smoke, target, num_time_steps, rounds=60, step_size=0.05):
    losses = []

    def gradient(v, i):
        slope, loss = slopes(v, smoke, target, num_time_steps)
        losses.append(loss)
        return slope

    start = np.zeros((2, *smoke.shape))
    return adam(gradient, start, num_iters=rounds, step_size=step_size), losses
