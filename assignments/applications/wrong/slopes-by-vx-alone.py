#: title = "slopes differentiates by vx, and puts zeros for vy"
#: lose = ["q4-slopes", "q8-whole"]
#: misconception = "slopes-of-one-wind"

# %% [q4-slopes-answer]
def objective(velocities, smoke, target, num_time_steps):
    final, _ = simulate(velocities[0], velocities[1], smoke, num_time_steps)
    return np.mean((final - target) ** 2)


def slopes(velocities, smoke, target, num_time_steps):
    vx, vy = velocities

    def of_vx(vx):
        final, _ = simulate(vx, vy, smoke, num_time_steps)
        return np.mean((final - target) ** 2)

    value, slope = ad.value_and_grad(of_vx)(vx)
    return value, np.stack([slope, np.zeros_like(slope)])
