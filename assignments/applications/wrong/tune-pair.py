#: title = "tune returns rates and scale in one array"
#: lose = ["q7-tune", "q8-whole"]
#: misconception = "tune-settings-in-one-array"

# %% [q7-tune-answer]
def tune(rates, scale, direction, loss, rounds=60, step_size=0.1):
    history, tried = [], []

    def gradient(settings, i):
        value, slope = ad.value_and_grad(after_training)(settings, direction, loss)
        history.append(value)
        tried.append(settings)
        return slope

    adam(gradient, np.log(np.append(rates, scale)), num_iters=rounds, step_size=step_size)
    return np.exp(tried[np.argmin(history)]), history
