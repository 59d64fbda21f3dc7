#: title = "train keeps float(...) of the losses, which stops at a traced one"
#: lose = ["q6-train", "q8-whole"]
#: misconception = "train-traces-become-plain"

# %% [q6-train-answer]
def train(rates, scale, direction, loss):
    w, losses = scale * direction, []
    for t in range(len(rates)):
        value, slope = ad.value_and_grad(loss)(w)
        losses.append(float(value))
        w = w - rates[t] * slope
    return w, losses
