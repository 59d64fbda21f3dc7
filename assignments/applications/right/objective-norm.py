#: title = "objective by a norm, slopes by ad.grad and one more run"

# %% [q4-slopes-answer]
def objective(velocities, smoke, target, num_time_steps):
    """How far the smoke is from the target in the end: the mean of the squares."""
    final, frames = simulate(*velocities, smoke, num_time_steps)
    return np.linalg.norm(final - target) ** 2 / (target.shape[0] * target.shape[1])


def slopes(velocities, smoke, target, num_time_steps):
    """The objective, and its gradient by the velocities."""
    args = (velocities, smoke, target, num_time_steps)
    return float(objective(*args)), ad.grad(objective, argnum=0)(*args)
