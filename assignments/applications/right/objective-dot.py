#: title = "objective by a dot product of ravelled fields, slopes by ad.vjp"

# %% [q4-slopes-answer]
def objective(velocities, smoke, target, num_time_steps):
    """How far the smoke is from the target in the end: the mean of the squares."""
    vx, vy = velocities
    miss = np.ravel(simulate(vx, vy, smoke, num_time_steps)[0] - target)
    return np.dot(miss, miss) / miss.size


def slopes(velocities, smoke, target, num_time_steps):
    """The objective, and its gradient by the velocities."""
    value, pull = ad.vjp(lambda v: objective(v, smoke, target, num_time_steps), velocities)
    (slope,) = pull(1.0)
    return value, slope
