#: title = "train computes in the array of the direction"
#: lose = ["q6-train", "q8-whole"]
#: misconception = "train-changes-the-direction"

# %% [q6-train-answer]
def train(rates, scale, direction, loss):
    w = direction
    w *= scale
    losses = []
    for rate in rates:
        value, slope = ad.value_and_grad(loss)(w)
        losses.append(value)
        w -= rate * slope
    return w, losses
