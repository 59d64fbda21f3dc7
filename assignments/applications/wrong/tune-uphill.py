#: title = "tune goes uphill, and returns where it started"
#: lose = ["q7-tune", "q8-whole"]
#: misconception = "tune-uphill"

# %% [q7-tune-answer]
def tune(rates, scale, direction, loss, rounds=60, step_size=0.1):
    history, tried = [], []
    settings = np.log(np.append(rates, scale))
    for i in range(rounds):
        value, slope = ad.value_and_grad(after_training)(settings, direction, loss)
        history.append(value)
        tried.append(np.exp(settings))
        settings = settings + step_size * slope
    best = tried[int(np.nanargmin(history))]
    return best[:-1], best[-1], history
