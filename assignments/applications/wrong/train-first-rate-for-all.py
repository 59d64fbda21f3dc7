#: title = "train takes the first rate for all steps"
#: lose = ["q6-train", "q8-whole"]
#: misconception = "train-one-rate-for-all"

# %% [q6-train-answer]
def train(rates, scale, direction, loss):
    w, losses = scale * direction, []
    for t in range(len(rates)):
        value, slope = ad.value_and_grad(loss)(w)
        losses.append(value)
        w = w - rates[0] * slope
    return w, losses
