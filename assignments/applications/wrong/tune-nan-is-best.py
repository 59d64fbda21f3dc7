#: title = "tune takes argmin of a history with nan in it, and so the nan"
#: lose = ["q7-tune", "q8-whole"]

# %% [q7-tune-answer]
def tune(rates, scale, direction, loss, rounds=60, step_size=0.1):
    settings, history, tried = np.log(np.append(rates, scale)), [], []
    for _ in range(rounds):
        value, slope = ad.value_and_grad(after_training)(settings, direction, loss)
        history.append(value)
        tried.append(np.exp(settings))
        settings = settings - step_size * slope
    best = tried[np.argmin(history)]
    return best[:-1], best[-1], history
