#: title = "slopes sends back through the last step alone, as if the wind before were given"
#: lose = ["q4-slopes", "q8-whole"]

# %% [q4-slopes-answer]
def objective(velocities, smoke, target, num_time_steps):
    final, _ = simulate(velocities[0], velocities[1], smoke, num_time_steps)
    return np.mean((final - target) ** 2)


def slopes(velocities, smoke, target, num_time_steps):
    value = objective(velocities, smoke, target, num_time_steps)
    vx, vy = velocities
    for _ in range(num_time_steps - 1):
        vx, vy = project(advect(vx, vx, vy), advect(vy, vx, vy))
    smoke = simulate(velocities[0], velocities[1], smoke, num_time_steps - 1)[0]
    return value, ad.grad(objective)(np.stack([vx, vy]), smoke, target, 1)
