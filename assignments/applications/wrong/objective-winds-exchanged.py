#: title = "objective takes velocities[1] for vx"
#: lose = ["q4-objective", "q4-slopes", "q8-whole"]
#: misconception = "objective-winds-exchanged"

# %% [q4-slopes-answer]
def objective(velocities, smoke, target, num_time_steps):
    vy, vx = velocities
    final, frames = simulate(vx, vy, smoke, num_time_steps)
    return np.mean((final - target) ** 2)


def slopes(velocities, smoke, target, num_time_steps):
    return ad.value_and_grad(objective)(velocities, smoke, target, num_time_steps)
