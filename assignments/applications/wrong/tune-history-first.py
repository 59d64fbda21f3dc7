#: title = "tune returns the history first"
#: lose = ["q7-tune", "q8-whole"]
#: misconception = "tune-history-first"

# %% [q7-tune-answer]
def tune(rates, scale, direction, loss, rounds=60, step_size=0.1):
    history, tried = [], []

    def gradient(settings, i):
        value, slope = ad.value_and_grad(after_training)(settings, direction, loss)
        history.append(value)
        tried.append(settings)
        return slope

    adam(gradient, np.log(np.append(rates, scale)), num_iters=rounds, step_size=step_size)
    best = np.exp(tried[np.argmin(history)])
    return history, best[:-1], best[-1]
