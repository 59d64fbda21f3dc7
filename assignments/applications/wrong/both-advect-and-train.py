#: title = "advect looks forward, and train forgets the scale"
#: lose = ["q1-advect", "q1-edges", "q1-slopes", "q6-train", "q8-whole"]
#: misconception = ["advect-looks-ahead", "train-without-the-scale"]

# %% [q1-advect-answer]
def advect(f, vx, vy):
    n = len(f)
    i, j = np.indices((n, n))
    x, y = i + vx, j + vy
    x0, y0 = np.floor(x).astype(int), np.floor(y).astype(int)
    r, b = x - x0, y - y0
    x0, y0, x1, y1 = x0 % n, y0 % n, (x0 + 1) % n, (y0 + 1) % n
    return (1 - r) * ((1 - b) * f[x0, y0] + b * f[x0, y1]) + r * (
        (1 - b) * f[x1, y0] + b * f[x1, y1]
    )

# %% [q6-train-answer]
def train(rates, scale, direction, loss):
    w, losses = direction, []
    for rate in rates:
        value, slope = ad.value_and_grad(loss)(w)
        losses.append(value)
        w = w - rate * slope
    return w, losses
