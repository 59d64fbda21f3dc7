#: title = "tune by adam with a callback, and a look at where it ends"

# %% [q7-tune-answer]
def tune(rates, scale, direction, loss, rounds=60, step_size=0.1):
    """Better rates and a better scale, and the loss after training before each round."""
    value_of = lambda s: after_training(s, direction, loss)
    seen = []

    def callback(s, i, g):
        seen.append((value_of(s), s.copy()))

    start = np.log(np.hstack([rates, scale]))
    last = adam(
        lambda s, i: ad.grad(value_of)(s), start, callback=callback, num_iters=rounds, step_size=step_size
    )
    history = [value for value, _ in seen]
    candidates = seen + [(value_of(last), last)]
    _, best = min((c for c in candidates if np.isfinite(c[0])), key=lambda c: c[0])
    return np.exp(best)[:-1], np.exp(best)[-1], history
