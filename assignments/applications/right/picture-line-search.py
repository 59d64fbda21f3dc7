#: title = "form_picture goes down along the gradient as far as it helps"

# %% [q4-picture-answer]
def form_picture(smoke, target, num_time_steps, rounds=60, step_size=0.05):
    """The wind that makes the smoke form the target, and the objective before each round."""
    wind, reach, losses = np.zeros((2, *smoke.shape)), 20 * step_size, []
    for _ in range(rounds):
        here, slope = slopes(wind, smoke, target, num_time_steps)
        losses.append(here)
        length = np.max(np.abs(slope))
        if length == 0.0:
            continue
        reach *= 4.0
        while reach > 1e-9:
            there = wind - reach * slope / length
            if objective(there, smoke, target, num_time_steps) < here:
                wind = there
                break
            reach /= 2.0
    return wind, losses
