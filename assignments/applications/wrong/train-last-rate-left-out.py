#: title = "train takes a step less"
#: lose = ["q6-train", "q8-whole"]
#: misconception = "train-one-step-too-few"

# %% [q6-train-answer]
def train(rates, scale, direction, loss):
    w, losses = scale * direction, []
    for t in range(len(rates) - 1):
        value, slope = ad.value_and_grad(loss)(w)
        losses.append(value)
        w = w - rates[t] * slope
    return w, losses
