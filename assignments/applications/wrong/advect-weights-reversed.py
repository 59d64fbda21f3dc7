#: title = "advect gives the near cell the weight of the far one"
#: lose = ["q1-advect", "q1-edges", "q1-slopes", "q8-whole"]
#: misconception = "advect-weights-exchanged"

# %% [q1-advect-answer]
def advect(f, vx, vy):
    n = f.shape[0]
    cells = np.arange(n)
    x = cells[:, None] - vx
    y = cells[None, :] - vy
    x0 = np.floor(x).astype(int)
    y0 = np.floor(y).astype(int)
    r, b = x - x0, y - y0
    left, right = np.mod(x0, n), np.mod(x0 + 1, n)
    down, up = np.mod(y0, n), np.mod(y0 + 1, n)
    new = r * b * f[left, down]
    new = new + r * (1 - b) * f[left, up]
    new = new + (1 - r) * b * f[right, down]
    new = new + (1 - r) * (1 - b) * f[right, up]
    return new
