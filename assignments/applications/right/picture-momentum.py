#: title = "form_picture by momentum, on the sum of the squares"

# %% [q4-picture-answer]
def form_picture(smoke, target, num_time_steps, rounds=60, step_size=0.05):
    """The wind that makes the smoke form the target, and the objective before each round."""
    cells = smoke.size
    velocity = velocities = np.zeros((2, *smoke.shape))
    losses = []
    for _ in range(rounds):
        loss, slope = slopes(velocities, smoke, target, num_time_steps)
        losses.append(loss)
        velocity = 0.8 * velocity - step_size * cells * slope
        velocities = velocities + velocity
    return velocities, losses
