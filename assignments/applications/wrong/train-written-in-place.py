#: title = "train writes each step into the weights, and a traced array cannot be written to"
#: lose = ["q6-train", "q8-whole"]
#: misconception = "train-traces-become-plain"

# %% [q6-train-answer]
def train(rates, scale, direction, loss):
    w = np.zeros(direction.shape)
    w[:] = scale * direction
    losses = []
    for rate in rates:
        value, slope = ad.value_and_grad(loss)(w)
        losses.append(value)
        w[:] = w - rate * slope
    return w, losses
