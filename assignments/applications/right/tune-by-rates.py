#: title = "tune keeps rates and scale themselves, and goes by factors"

# %% [q7-tune-answer]
def tune(rates, scale, direction, loss, rounds=60, step_size=0.1):
    """Better rates and a better scale, and the loss after training before each round."""
    numbers = np.append(np.array(rates, dtype=float), scale)
    tried = []

    def end(numbers):
        return loss(train(numbers[:-1], numbers[-1], direction, loss)[0])

    for _ in range(rounds):
        value, slope = ad.value_and_grad(end)(numbers)
        tried.append((value, numbers))
        by_logarithm = numbers * slope  # the chain rule: d exp(s) / d s is exp(s)
        size = np.sqrt(by_logarithm @ by_logarithm)
        numbers = numbers * np.exp(-step_size * by_logarithm / max(size, 1e-12))
    history = [value for value, _ in tried]
    best = min(tried, key=lambda pair: pair[0])[1]
    return best[:-1], best[-1], history
