#: title = "form_picture by the class SGD with momentum, a warm start and clipped gradients"

# %% [q4-picture-answer]
from adlearn.optim import SGD, clip_grad_norm, warmup


def form_picture(smoke, target, num_time_steps, rounds=60, step_size=0.05):
    """The wind that makes the smoke form the target, and the objective before each round."""
    wind = ad.tensor(np.zeros((2, *smoke.shape)))
    optimizer = SGD([wind], lr=warmup(2 * step_size, 5), momentum=0.8)
    losses = []
    for k in range(rounds):
        optimizer.zero_grad()
        loss = objective(wind, smoke, target, num_time_steps) * smoke.size
        loss.backward()
        losses.append(float(loss.data) / smoke.size)
        clip_grad_norm([wind], 10.0)
        optimizer.step()
    return np.array(wind.data), losses
