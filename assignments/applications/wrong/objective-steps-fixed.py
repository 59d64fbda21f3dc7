#: title = "objective always takes 16 steps, as in the picture"
#: lose = ["q4-objective", "q4-slopes", "q8-whole"]

# %% [q4-slopes-answer]
def objective(velocities, smoke, target, num_time_steps):
    final, frames = simulate(velocities[0], velocities[1], smoke, 16)
    return np.mean((final - target) ** 2)


def slopes(velocities, smoke, target, num_time_steps):
    return ad.value_and_grad(objective)(velocities, smoke, target, num_time_steps)
