#: title = "tune improves the rates only"
#: lose = ["q7-tune"]

# %% [q7-tune-answer]
def tune(rates, scale, direction, loss, rounds=60, step_size=0.1):
    history, tried = [], []

    def gradient(logs, i):
        settings = np.append(logs, np.log(scale))
        value, slope = ad.value_and_grad(after_training)(settings, direction, loss)
        history.append(value)
        tried.append(np.exp(logs))
        return slope[:-1]

    adam(gradient, np.log(rates), num_iters=rounds, step_size=step_size)
    return tried[np.argmin(history)], scale, history
