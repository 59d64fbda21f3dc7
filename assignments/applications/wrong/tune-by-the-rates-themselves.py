#: title = "tune goes down by the rates themselves, not by their logarithms"
#: lose = ["q7-tune"]

# %% [q7-tune-answer]
def tune(rates, scale, direction, loss, rounds=60, step_size=0.1):
    history, tried = [], []

    def off(plain):
        w, _ = train(plain[:-1], plain[-1], direction, loss)
        return loss(w)

    def gradient(plain, i):
        value, slope = ad.value_and_grad(off)(plain)
        history.append(value)
        tried.append(plain)
        return slope

    adam(gradient, np.append(rates, scale), num_iters=rounds, step_size=step_size)
    best = tried[np.argmin(history)]
    return best[:-1], best[-1], history
