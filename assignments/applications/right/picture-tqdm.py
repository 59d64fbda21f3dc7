#: title = "form_picture in a loop of its own, with a bar where tqdm is there"

# %% [q4-picture-answer]
try:
    from tqdm.auto import trange
except ImportError:

    def trange(n, **kwargs):
        return range(n)


def form_picture(smoke, target, num_time_steps, rounds=60, step_size=0.05):
    """The wind that makes the smoke form the target, and the objective before each round."""
    velocities = np.zeros((2, *smoke.shape))
    mean = np.zeros_like(velocities)
    losses = []
    for i in trange(rounds, desc="forming", disable=True):
        loss, slope = slopes(velocities, smoke, target, num_time_steps)
        losses.append(loss)
        mean = 0.7 * mean + 0.3 * slope
        velocities = velocities - 2 * step_size * mean / (np.sqrt(np.mean(mean**2)) + 1e-12)
    return velocities, losses
