#: title = "advect goes round the world once, not as often as needed"
#: lose = ["q1-edges"]
#: misconception = "advect-goes-round-once"

# %% [q1-advect-answer]
def advect(f, vx, vy):
    n = f.shape[0]

    def wrap(k):
        k = np.where(k < 0, k + n, k)
        return np.where(k >= n, k - n, k)

    i, j = np.meshgrid(np.arange(n), np.arange(n), indexing="ij")
    x, y = i - vx, j - vy
    x0, y0 = np.floor(x).astype(int), np.floor(y).astype(int)
    r, b = x - x0, y - y0
    return (1 - r) * ((1 - b) * f[wrap(x0), wrap(y0)] + b * f[wrap(x0), wrap(y0 + 1)]) + r * (
        (1 - b) * f[wrap(x0 + 1), wrap(y0)] + b * f[wrap(x0 + 1), wrap(y0 + 1)]
    )
