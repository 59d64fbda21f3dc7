#: title = "train rounds the losses to four places, to print them"
#: lose = ["q6-train"]

# %% [q6-train-answer]
def train(rates, scale, direction, loss):
    w, losses = scale * direction, []
    for rate in rates:
        value, slope = ad.value_and_grad(loss)(w)
        losses.append(np.round(value, 4))
        w = w - rate * slope
    return w, losses
