#: title = "after_training takes plain settings, and tune gives it plain ones"
#: lose = ["q6-after", "q7-tune", "q8-whole"]
#: misconception = ["after-training-without-exp", "tune-starts-without-logarithms"]

# %% [q6-after-answer]
def after_training(settings, direction, loss):
    w, losses = train(settings[:-1], settings[-1], direction, loss)
    return loss(w)

# %% [q7-tune-answer]
def tune(rates, scale, direction, loss, rounds=60, step_size=0.1):
    history, tried = [], []

    def gradient(settings, i):
        value, slope = ad.value_and_grad(after_training)(settings, direction, loss)
        history.append(value)
        tried.append(settings)
        return slope

    adam(gradient, np.append(rates, scale), num_iters=rounds, step_size=step_size)
    best = tried[np.argmin(history)]
    return best[:-1], best[-1], history
