#: title = "objective sums the squares in place of their mean"
#: lose = ["q4-objective", "q4-slopes", "q8-whole"]
#: misconception = "objective-is-a-sum"

# %% [q4-slopes-answer]
def objective(velocities, smoke, target, num_time_steps):
    final, _ = simulate(velocities[0], velocities[1], smoke, num_time_steps)
    return np.sum((final - target) ** 2)


def slopes(velocities, smoke, target, num_time_steps):
    return ad.value_and_grad(objective)(velocities, smoke, target, num_time_steps)
