#: title = "tune keeps the settings after the step together with the loss before it"
#: lose = ["q7-tune"]

# %% [q7-tune-answer]
def tune(rates, scale, direction, loss, rounds=60, step_size=0.1):
    history, tried = [], []

    def gradient(settings, i):
        value, slope = ad.value_and_grad(after_training)(settings, direction, loss)
        history.append(value)
        return slope

    adam(
        gradient,
        np.log(np.append(rates, scale)),
        callback=lambda settings, i, g: tried.append(settings),
        num_iters=rounds,
        step_size=step_size,
    )
    tried = tried[1:] + tried[-1:]
    best = np.exp(tried[np.argmin(history)])
    return best[:-1], best[-1], history
