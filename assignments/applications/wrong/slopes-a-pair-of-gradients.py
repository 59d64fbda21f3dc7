#: title = "slopes returns the gradient as a list of two arrays"
#: lose = ["q4-slopes"]

# %% [q4-slopes-answer]
def objective(velocities, smoke, target, num_time_steps):
    final, _ = simulate(velocities[0], velocities[1], smoke, num_time_steps)
    return np.mean((final - target) ** 2)


def slopes(velocities, smoke, target, num_time_steps):
    def off(vx, vy):
        final, _ = simulate(vx, vy, smoke, num_time_steps)
        return np.mean((final - target) ** 2)

    value = off(*velocities)
    return value, [ad.grad(off, 0)(*velocities), ad.grad(off, 1)(*velocities)]
