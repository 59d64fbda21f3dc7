#: title = "train has momentum, which nobody asked for"
#: lose = ["q6-train", "q8-whole"]

# %% [q6-train-answer]
def train(rates, scale, direction, loss):
    w, v, losses = scale * direction, 0.0, []
    for rate in rates:
        value, slope = ad.value_and_grad(loss)(w)
        losses.append(value)
        v = 0.9 * v + slope
        w = w - rate * v
    return w, losses
