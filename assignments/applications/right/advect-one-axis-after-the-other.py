#: title = "advect mixes along y in both columns, then along x"

# %% [q1-advect-answer]
def mix(low, high, weight):
    return low * (1 - weight) + high * weight


def split(place):
    """Where a place lies: the cell below it, and how far beyond."""
    cell = np.floor(place).astype(int)
    return cell, place - cell


def advect(f, vx, vy):
    """The field f after the wind has carried it for one step."""
    n = len(f)
    i, j = np.mgrid[0:n, 0:n]
    (x0, r), (y0, b) = split(i - vx), split(j - vy)

    def column(x):
        x = np.mod(x, n)
        return mix(f[x, np.mod(y0, n)], f[x, np.mod(y0 + 1, n)], b)

    return mix(column(x0), column(x0 + 1), r)
