#: title = "project does nothing, and objective sums"
#: lose = ["q2-project", "q4-objective", "q4-slopes", "q8-whole"]
#: misconception = ["project-returns-what-came-in", "objective-is-a-sum"]

# %% [q2-project-answer]
def project(vx, vy):
    return vx, vy

# %% [q4-slopes-answer]
def objective(velocities, smoke, target, num_time_steps):
    final, _ = simulate(velocities[0], velocities[1], smoke, num_time_steps)
    return np.sum((final - target) ** 2)


def slopes(velocities, smoke, target, num_time_steps):
    return ad.value_and_grad(objective)(velocities, smoke, target, num_time_steps)
