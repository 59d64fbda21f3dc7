#: title = "tune notes the loss at the start of training after the first round"
#: lose = ["q7-tune", "q8-whole"]

# %% [q7-tune-answer]
def tune(rates, scale, direction, loss, rounds=60, step_size=0.1):
    history, told, tried = [], [], []

    def gradient(settings, i):
        value, slope = ad.value_and_grad(after_training)(settings, direction, loss)
        history.append(value)
        told.append(loss(np.exp(settings[-1]) * direction) if i else value)
        tried.append(settings)
        return slope

    adam(gradient, np.log(np.append(rates, scale)), num_iters=rounds, step_size=step_size)
    best = np.exp(tried[int(np.nanargmin(history))])
    return best[:-1], best[-1], told
