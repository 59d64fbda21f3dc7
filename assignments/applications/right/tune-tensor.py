#: title = "tune by a tensor and the class Adam"

# %% [q7-tune-answer]
from adlearn.optim import Adam


def tune(rates, scale, direction, loss, rounds=60, step_size=0.1):
    """Better rates and a better scale, and the loss after training before each round."""
    settings = ad.tensor(np.log([*rates, scale]))
    optimizer = Adam([settings], lr=step_size)
    history, tried = [], []
    for _ in range(rounds):
        optimizer.zero_grad()
        end = after_training(settings, direction, loss)
        end.backward()
        history.append(float(end.data))
        tried.append(settings.data.copy())
        optimizer.step()
    best = np.exp(tried[np.argmin(history)])
    return best[:-1], best[-1], history
