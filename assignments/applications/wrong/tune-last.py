#: title = "tune returns the settings of the end, not the best"
#: lose = ["q7-tune"]
#: misconception = "tune-returns-the-last-settings"

# %% [q7-tune-answer]
def tune(rates, scale, direction, loss, rounds=60, step_size=0.1):
    history = []

    def gradient(settings, i):
        value, slope = ad.value_and_grad(after_training)(settings, direction, loss)
        history.append(value)
        return slope

    end = adam(gradient, np.log(np.append(rates, scale)), num_iters=rounds, step_size=step_size)
    return np.exp(end[:-1]), np.exp(end[-1]), history
