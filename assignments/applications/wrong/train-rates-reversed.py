#: title = "train takes the rates from the last to the first"
#: lose = ["q6-train", "q8-whole"]
#: misconception = "train-rates-backwards"

# %% [q6-train-answer]
def train(rates, scale, direction, loss):
    w, losses = scale * direction, []
    for t in range(len(rates)):
        value, slope = ad.value_and_grad(loss)(w)
        losses.append(value)
        w = w - rates[-t - 1] * slope
    return w, losses
