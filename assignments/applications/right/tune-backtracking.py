#: title = "tune by gradient descent with backtracking, which never gets worse"

# %% [q7-tune-answer]
def tune(rates, scale, direction, loss, rounds=60, step_size=0.1):
    """Better rates and a better scale, and the loss after training before each round."""
    settings = np.append(np.log(rates), np.log(scale))
    history = []
    step = step_size
    for _ in range(rounds):
        value, slope = ad.value_and_grad(after_training)(settings, direction, loss)
        history.append(float(value))
        step *= 2
        for _ in range(40):
            with np.errstate(all="ignore"):
                new = settings - step * slope
                lower = after_training(new, direction, loss) < value
            if lower:
                settings = new
                break
            step /= 2
    return np.exp(settings[:-1]), np.exp(settings[-1]), history
