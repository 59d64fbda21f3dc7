#: title = "after_training takes one more step of length 0, whose loss is the one at the end"

# %% [q6-after-answer]
def after_training(settings, direction, loss):
    """The loss after training with these settings: logarithms of the rates, and of the scale."""
    numbers = np.exp(settings)
    rates = np.append(numbers[:-1], 0.0)
    return train(rates, numbers[-1], direction, loss)[1][-1]
