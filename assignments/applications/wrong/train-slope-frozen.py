#: title = "train takes the slope at plain weights: the derivative forgets that it depends on them"
#: lose = ["q6-train", "q8-whole"]
#: misconception = "train-slope-as-a-number"

# %% [q6-train-answer]
def train(rates, scale, direction, loss):
    def plain(a):
        while hasattr(a, "numpy"):
            a = a.numpy()
        return np.array(a)

    w, losses = scale * direction, []
    for t in range(len(rates)):
        losses.append(loss(w))
        w = w - rates[t] * ad.grad(loss)(plain(w))
    return w, losses
