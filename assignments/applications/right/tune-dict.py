#: title = "tune by adam on a dict of rates and scale"

# %% [q7-tune-answer]
def tune(rates, scale, direction, loss, rounds=60, step_size=0.1):
    """Better rates and a better scale, and the loss after training before each round."""

    def end(s):
        w, _ = train(np.exp(s["rates"]), np.exp(s["scale"]), direction, loss)
        return loss(w)

    history, best = [], {}

    def gradient(s, i):
        value, slope = ad.value_and_grad(end)(s)
        if not history or value < min(history):
            best.update(s)
        history.append(value)
        return slope

    start = {"rates": np.log(rates), "scale": np.log(scale)}
    best.update(start)
    adam(gradient, start, num_iters=rounds, step_size=step_size)
    return np.exp(best["rates"]), float(np.exp(best["scale"])), history
