#: title = "tune keeps the loss after each round"
#: lose = ["q7-tune", "q8-whole"]
#: misconception = "tune-history-after-each-round"

# %% [q7-tune-answer]
def tune(rates, scale, direction, loss, rounds=60, step_size=0.1):
    settings = np.log(np.append(rates, scale))
    history, tried, mean, square = [], [], 0.0, 0.0
    for i in range(1, rounds + 1):
        slope = ad.grad(after_training)(settings, direction, loss)
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        settings = settings - step_size * (mean / (1 - 0.9**i)) / (
            np.sqrt(square / (1 - 0.999**i)) + 1e-8
        )
        history.append(after_training(settings, direction, loss))
        tried.append(settings)
    best = np.exp(tried[np.nanargmin(history)])
    return best[:-1], best[-1], history
