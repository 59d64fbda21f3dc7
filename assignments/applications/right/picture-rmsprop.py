#: title = "form_picture by rmsprop of a gradient that is scaled by the number of cells"

# %% [q4-picture-answer]
from adlearn.optim import rmsprop


def form_picture(smoke, target, num_time_steps, rounds=60, step_size=0.05):
    """The wind that makes the smoke form the target, and the objective before each round."""
    losses = []

    def gradient(v, i):
        value, slope = slopes(v, smoke, target, num_time_steps)
        losses.append(value)
        return smoke.size * slope

    wind = rmsprop(gradient, np.zeros((2, *smoke.shape)), num_iters=rounds, step_size=step_size)
    return wind, losses
