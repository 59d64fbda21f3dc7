#: title = "train multiplies the rates by the scale as well"
#: lose = ["q6-train", "q8-whole"]
#: misconception = "train-scales-each-step"

# %% [q6-train-answer]
def train(rates, scale, direction, loss):
    w, losses = scale * direction, []
    for rate in rates:
        value, slope = ad.value_and_grad(loss)(w)
        losses.append(value)
        w = w - scale * rate * slope
    return w, losses
