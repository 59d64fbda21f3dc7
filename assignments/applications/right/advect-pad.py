#: title = "advect looks into a field with one more row and column"

# %% [q1-advect-answer]
def advect(f, vx, vy):
    """The field f after the wind has carried it for one step."""
    n = f.shape[0]
    padded = np.pad(f, ((0, 1), (0, 1)), mode="wrap")
    i, j = np.indices(f.shape)
    x, y = i - vx, j - vy
    left, low = np.floor(x), np.floor(y)
    r, b = x - left, y - low
    left, low = left.astype(int) % n, low.astype(int) % n
    below = (1 - r) * padded[left, low] + r * padded[left + 1, low]
    above = (1 - r) * padded[left, low + 1] + r * padded[left + 1, low + 1]
    return below + b * (above - below)
