#: title = "slopes has all of it inside, objective is not written"
#: lose = ["q4-objective"]

# %% [q4-slopes-answer]
def objective(velocities, smoke, target, num_time_steps):
    # YOUR CODE HERE
    raise NotImplementedError()


def slopes(velocities, smoke, target, num_time_steps):
    def off(velocities):
        final, _ = simulate(velocities[0], velocities[1], smoke, num_time_steps)
        return np.mean((final - target) ** 2)

    return ad.value_and_grad(off)(velocities)
