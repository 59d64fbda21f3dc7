#: title = "train takes the gradient of a parabola, whatever the loss"
#: lose = ["q6-train", "q8-whole"]

# %% [q6-train-answer]
def train(rates, scale, direction, loss):
    w, losses = scale * direction, []
    for rate in rates:
        losses.append(loss(w))
        w = w - rate * 2 * w
    return w, losses
