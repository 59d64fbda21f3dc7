#: title = "objective squares the mean difference"
#: lose = ["q4-objective", "q4-slopes", "q8-whole"]
#: misconception = "objective-mean-before-the-square"

# %% [q4-slopes-answer]
def objective(velocities, smoke, target, num_time_steps):
    final, frames = simulate(velocities[0], velocities[1], smoke, num_time_steps)
    return np.mean(final - target) ** 2


def slopes(velocities, smoke, target, num_time_steps):
    return ad.value_and_grad(objective)(velocities, smoke, target, num_time_steps)
