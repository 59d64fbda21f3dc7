#: title = "form_picture by adlearn's own loop over tensors"

# %% [q4-picture-answer]
import adlearn.optim as optim


def form_picture(smoke, target, num_time_steps, rounds=60, step_size=0.05):
    """The wind that makes the smoke form the target, and the objective before each round."""
    v = ad.tensor(np.zeros((2,) + smoke.shape))
    losses = optim.minimize(
        lambda i: objective(v, smoke, target, num_time_steps),
        optim.Adam([v], lr=step_size),
        steps=rounds,
    )
    return v.data, list(losses)
