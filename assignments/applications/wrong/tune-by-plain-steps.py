#: title = "tune goes down by plain steps, which do not get far enough"
#: lose = ["q7-tune", "q8-whole"]

# %% [q7-tune-answer]
def tune(rates, scale, direction, loss, rounds=60, step_size=0.1):
    """Better rates and a better scale, and the loss after training before each round."""
    settings = np.log(np.concatenate([rates, [scale]]))
    best, lowest = settings, np.inf
    history = []
    for _ in range(rounds):
        value, slope = ad.value_and_grad(after_training)(settings, direction, loss)
        history.append(value)
        if value < lowest:
            best, lowest = settings, value
        settings = settings - step_size * slope
    if after_training(settings, direction, loss) < lowest:
        best = settings
    return np.exp(best[:-1]), np.exp(best[-1]), history
