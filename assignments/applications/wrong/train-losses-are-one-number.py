#: title = "train returns the last loss in place of the list"
#: lose = ["q6-train"]

# %% [q6-train-answer]
def train(rates, scale, direction, loss):
    w = scale * direction
    for rate in rates:
        value, slope = ad.value_and_grad(loss)(w)
        w = w - rate * slope
    return w, value
