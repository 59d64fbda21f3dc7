#: title = "train keeps the loss at the end, too"
#: lose = ["q6-train"]
#: misconception = "train-one-loss-too-many"

# %% [q6-train-answer]
def train(rates, scale, direction, loss):
    w = scale * direction
    losses = [loss(w)]
    for rate in rates:
        w = w - rate * ad.grad(loss)(w)
        losses.append(loss(w))
    return w, losses
