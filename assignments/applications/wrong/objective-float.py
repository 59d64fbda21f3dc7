#: title = "objective returns float(...): the value is right, and the trace is lost"
#: lose = ["q4-slopes", "q8-whole"]
#: misconception = "objective-made-a-plain-number"

# %% [q4-slopes-answer]
def objective(velocities, smoke, target, num_time_steps):
    final, frames = simulate(velocities[0], velocities[1], smoke, num_time_steps)
    return float(np.mean((final - target) ** 2))


def slopes(velocities, smoke, target, num_time_steps):
    return ad.value_and_grad(objective)(velocities, smoke, target, num_time_steps)
