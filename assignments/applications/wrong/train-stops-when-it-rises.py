#: title = "train stops as soon as the loss goes up"
#: lose = ["q6-train"]

# %% [q6-train-answer]
def train(rates, scale, direction, loss):
    w, losses = scale * direction, []
    for rate in rates:
        value, slope = ad.value_and_grad(loss)(w)
        if losses and value > losses[-1]:
            break
        losses.append(value)
        w = w - rate * slope
    return w, losses
