#: title = "train computes the gradient once, at the start"
#: lose = ["q6-train", "q8-whole"]
#: misconception = "train-slope-of-the-start"

# %% [q6-train-answer]
def train(rates, scale, direction, loss):
    w, losses = scale * direction, []
    slope = ad.grad(loss)(w)
    for rate in rates:
        losses.append(loss(w))
        w = w - rate * slope
    return w, losses
