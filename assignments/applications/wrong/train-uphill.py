#: title = "train goes uphill"
#: lose = ["q6-train", "q8-whole"]
#: misconception = "train-uphill"

# %% [q6-train-answer]
def train(rates, scale, direction, loss):
    w, losses = scale * direction, []
    for rate in rates:
        value, slope = ad.value_and_grad(loss)(w)
        losses.append(value)
        w = w + rate * slope
    return w, losses
