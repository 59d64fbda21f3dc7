#: title = "objective by np.sum over n squared, slopes by both fields as two arguments"

# %% [q4-slopes-answer]
def objective(velocities, smoke, target, num_time_steps):
    """How far the smoke is from the target in the end: the mean of the squares."""
    n = len(target)
    end = simulate(velocities[0], velocities[1], smoke, num_time_steps)[0]
    return np.sum(np.square(target - end)) / n**2


def slopes(velocities, smoke, target, num_time_steps):
    """The objective, and its gradient by the velocities."""

    def of_both(vx, vy):
        return objective((vx, vy), smoke, target, num_time_steps)

    value, pull = ad.vjp(of_both, velocities[0], velocities[1])
    return value, np.stack(pull(1.0))
