#: title = "train returns the weights alone"
#: lose = ["q6-train", "q8-whole"]

# %% [q6-train-answer]
def train(rates, scale, direction, loss):
    w = scale * direction
    for rate in rates:
        w = w - rate * ad.grad(loss)(w)
    return w
