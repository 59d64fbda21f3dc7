#: title = "slopes differentiates a simulation of one step, always"
#: lose = ["q4-slopes", "q8-whole"]

# %% [q4-slopes-answer]
def objective(velocities, smoke, target, num_time_steps):
    final, _ = simulate(velocities[0], velocities[1], smoke, num_time_steps)
    return np.mean((final - target) ** 2)


def slopes(velocities, smoke, target, num_time_steps):
    _, gradient = ad.value_and_grad(objective)(velocities, smoke, target, 1)
    return objective(velocities, smoke, target, num_time_steps), gradient
