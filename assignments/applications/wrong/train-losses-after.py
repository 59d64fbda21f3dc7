#: title = "train keeps the loss after each step"
#: lose = ["q6-train"]
#: misconception = "train-told-after-each-step"

# %% [q6-train-answer]
def train(rates, scale, direction, loss):
    w = scale * direction
    losses = []
    for rate in rates:
        w = w - rate * ad.grad(loss)(w)
        losses.append(loss(w))
    return w, losses
