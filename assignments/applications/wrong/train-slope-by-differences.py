#: title = "train takes one-sided differences"
#: lose = ["q6-train", "q8-whole"]

# %% [q6-train-answer]
def train(rates, scale, direction, loss):
    w, losses = scale * direction, []
    steps = 1e-2 * np.eye(len(direction))
    for rate in rates:
        value = loss(w)
        slope = np.array([(loss(w + step) - value) / 1e-2 for step in steps])
        losses.append(value)
        w = w - rate * slope
    return w, losses
