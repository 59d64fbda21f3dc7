#: title = "train goes uphill, and the grid is spaced evenly"
#: lose = ["q6-train", "q7-grid", "q8-whole"]
#: misconception = ["train-uphill", "grid-spaced-evenly"]

# %% [q6-train-answer]
def train(rates, scale, direction, loss):
    w, losses = scale * direction, []
    for rate in rates:
        value, slope = ad.value_and_grad(loss)(w)
        losses.append(value)
        w = w + rate * slope
    return w, losses

# %% [q7-grid-answer]
def grid_search(budget, num_steps, direction, loss):
    m = int(budget**0.5)
    lowest = (np.inf, None, None)
    for rate in np.linspace(0.01, 2.0, m):
        for scale in np.linspace(0.05, 3.0, m):
            settings = np.log([*np.full(num_steps, rate), scale])
            with np.errstate(all="ignore"):
                value = after_training(settings, direction, loss)
            if value < lowest[0]:
                lowest = (value, rate, scale)
    return lowest
