#: title = "slopes by a tensor and backward(), form_picture by the class Adam"

# %% [q4-slopes-answer]
def objective(velocities, smoke, target, num_time_steps):
    """How far the smoke is from the target in the end: the mean of the squares."""
    smoke, _ = simulate(velocities[0], velocities[1], smoke, num_time_steps)
    return ((smoke - target) ** 2).mean()


def slopes(velocities, smoke, target, num_time_steps):
    """The objective, and its gradient by the velocities."""
    v = ad.tensor(np.array(velocities, dtype=float))
    loss = objective(v, smoke, target, num_time_steps)
    loss.backward()
    return loss.data, v.grad

# %% [q4-picture-answer]
from adlearn.optim import Adam


def form_picture(smoke, target, num_time_steps, rounds=60, step_size=0.05):
    """The wind that makes the smoke form the target, and the objective before each round."""
    wind = ad.tensor(np.zeros((2, *smoke.shape)))
    optimizer = Adam([wind], lr=step_size)
    losses = []
    for _ in range(rounds):
        optimizer.zero_grad()
        loss = objective(wind, smoke, target, num_time_steps)
        loss.backward()
        losses.append(float(loss.data))
        optimizer.step()
    return wind.data, losses
