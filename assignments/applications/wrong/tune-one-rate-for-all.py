#: title = "tune keeps all rates alike: it takes the mean of their slopes"
#: lose = ["q7-tune"]
#: misconception = "tune-one-rate-for-all"

# %% [q7-tune-answer]
def tune(rates, scale, direction, loss, rounds=60, step_size=0.1):
    history, tried = [], []

    def gradient(settings, i):
        value, slope = ad.value_and_grad(after_training)(settings, direction, loss)
        history.append(value)
        tried.append(settings)
        return np.append(np.mean(slope[:-1]) * np.ones(len(rates)), slope[-1])

    adam(gradient, np.log(np.append(rates, scale)), num_iters=rounds, step_size=step_size)
    best = np.exp(tried[int(np.nanargmin(history))])
    return best[:-1], best[-1], history
