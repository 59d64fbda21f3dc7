#: title = "train goes down along the first two weights"
#: lose = ["q6-train"]

# %% [q6-train-answer]
def train(rates, scale, direction, loss):
    w, losses = scale * direction, []
    mask = (np.arange(len(direction)) < 2) * 1.0
    for rate in rates:
        value, slope = ad.value_and_grad(loss)(w)
        losses.append(value)
        w = w - rate * mask * slope
    return w, losses
