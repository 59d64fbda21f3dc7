#: title = "tune by damped steps of Newton, with the Hessian of the loss after training"

# %% [q7-tune-answer]
def tune(rates, scale, direction, loss, rounds=60, step_size=0.1):
    """Better rates and a better scale, and the loss after training before each round."""
    f = lambda s: after_training(s, direction, loss)
    x, history, damping = np.log([*rates, scale]), [], 1.0
    for _ in range(rounds):
        value, g = ad.value_and_grad(f)(x)
        history.append(value)
        values, vectors = np.linalg.eigh(ad.hessian(f)(x))
        for _ in range(20):
            step = vectors @ ((vectors.T @ g) / (np.abs(values) + damping))
            if f(x - step) < value:
                x, damping = x - step, damping / 4
                break
            damping *= 3
    return np.exp(x[:-1]), np.exp(x[-1]), history
