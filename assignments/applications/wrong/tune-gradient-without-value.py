#: title = "tune passes the pair of value and slope to adam"
#: lose = ["q7-tune", "q8-whole"]

# %% [q7-tune-answer]
def tune(rates, scale, direction, loss, rounds=60, step_size=0.1):
    history, tried = [], []

    def gradient(settings, i):
        both = ad.value_and_grad(after_training)(settings, direction, loss)
        history.append(both[0])
        tried.append(settings)
        return both

    adam(gradient, np.log(np.append(rates, scale)), num_iters=rounds, step_size=step_size)
    best = np.exp(tried[np.argmin(history)])
    return best[:-1], best[-1], history
