#: title = "train keeps the losses as plain numbers: they have no derivative"
#: lose = ["q6-train"]
#: misconception = "train-losses-without-derivatives"

# %% [q6-train-answer]
def train(rates, scale, direction, loss):
    w, losses = scale * direction, []
    for t in range(len(rates)):
        value, slope = ad.value_and_grad(loss)(w)
        while hasattr(value, "numpy"):
            value = value.numpy()
        losses.append(value)
        w = w - rates[t] * slope
    return w, losses
