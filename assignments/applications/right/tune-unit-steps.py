#: title = "tune by gradients of length 1, with momentum"

# %% [q7-tune-answer]
def tune(rates, scale, direction, loss, rounds=60, step_size=0.1):
    """Better rates and a better scale, and the loss after training before each round."""
    log_rates, log_scale = np.log(np.asarray(rates, dtype=float)), np.log(scale)
    history, tried = [], []
    push_rates, push_scale = np.zeros(len(log_rates)), 0.0
    both = ad.value_and_grad(
        lambda r, s: after_training(np.append(r, s), direction, loss), argnum=(0, 1)
    )
    for _ in range(rounds):
        value, (by_rates, by_scale) = both(log_rates, log_scale)
        history.append(value)
        tried.append((log_rates, log_scale))
        size = np.sqrt(np.sum(by_rates**2) + by_scale**2) + 1e-12
        push_rates = 0.7 * push_rates - step_size * by_rates / size
        push_scale = 0.7 * push_scale - step_size * by_scale / size
        log_rates, log_scale = log_rates + push_rates, log_scale + push_scale
    r, s = tried[history.index(min(history))]
    return np.exp(r), np.exp(s), history
