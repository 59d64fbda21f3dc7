#: title = "tune takes a step every second round only, and notes each loss twice"
#: lose = ["q7-tune"]

# %% [q7-tune-answer]
def tune(rates, scale, direction, loss, rounds=60, step_size=0.1):
    history, tried = [], []

    def gradient(settings, i):
        value, slope = ad.value_and_grad(after_training)(settings, direction, loss)
        history.extend([value, value])
        tried.extend([settings, settings])
        return slope

    half = (rounds + 1) // 2
    adam(gradient, np.log(np.append(rates, scale)), num_iters=half, step_size=step_size)
    history, tried = history[:rounds], tried[:rounds]
    best = np.exp(tried[int(np.nanargmin(history))])
    return best[:-1], best[-1], history
