#: title = "objective takes the mean of sizes, not of squares"
#: lose = ["q4-objective", "q4-slopes", "q8-whole"]
#: misconception = "objective-of-sizes"

# %% [q4-slopes-answer]
def objective(velocities, smoke, target, num_time_steps):
    final, frames = simulate(velocities[0], velocities[1], smoke, num_time_steps)
    return np.mean(np.abs(final - target))


def slopes(velocities, smoke, target, num_time_steps):
    return ad.value_and_grad(objective)(velocities, smoke, target, num_time_steps)
