#: title = "tune adds the loss at the end to the history"
#: lose = ["q7-tune", "q8-whole"]
#: misconception = "tune-rounds-miscounted"

# %% [q7-tune-answer]
def tune(rates, scale, direction, loss, rounds=60, step_size=0.1):
    history, tried = [], []

    def gradient(settings, i):
        value, slope = ad.value_and_grad(after_training)(settings, direction, loss)
        history.append(value)
        tried.append(settings)
        return slope

    end = adam(gradient, np.log(np.append(rates, scale)), num_iters=rounds, step_size=step_size)
    history.append(after_training(end, direction, loss))
    tried.append(end)
    best = np.exp(tried[np.argmin(history)])
    return best[:-1], best[-1], history
