#: title = "slopes takes one-sided differences, with steps that are too large"
#: lose = ["q4-slopes", "q8-whole"]
#: misconception = "slopes-by-differences"

# %% [q4-slopes-answer]
def objective(velocities, smoke, target, num_time_steps):
    final, _ = simulate(velocities[0], velocities[1], smoke, num_time_steps)
    return np.mean((final - target) ** 2)


def slopes(velocities, smoke, target, num_time_steps, h=1e-3):
    value = objective(velocities, smoke, target, num_time_steps)
    gradient = np.zeros_like(velocities)
    for place in np.ndindex(velocities.shape):
        moved = velocities.copy()
        moved[place] += h
        gradient[place] = (objective(moved, smoke, target, num_time_steps) - value) / h
    return value, gradient
