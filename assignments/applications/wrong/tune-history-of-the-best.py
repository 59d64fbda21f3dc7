#: title = "tune keeps the lowest loss up to then in the history"
#: lose = ["q7-tune", "q8-whole"]

# %% [q7-tune-answer]
def tune(rates, scale, direction, loss, rounds=60, step_size=0.1):
    history, best = [], [np.inf, None]

    def gradient(settings, i):
        value, slope = ad.value_and_grad(after_training)(settings, direction, loss)
        if value < best[0]:
            best[:] = value, np.exp(settings)
        history.append(best[0])
        return slope

    adam(gradient, np.log(np.append(rates, scale)), num_iters=rounds, step_size=step_size)
    return best[1][:-1], best[1][-1], history
