#: title = "advect is a primitive with a rule of its own, written by hand"

# %% [q1-advect-answer]
def corners(vx, vy):
    n, m = vx.shape
    x, y = np.arange(n)[:, None] - vx, np.arange(m)[None, :] - vy
    x0, y0 = np.floor(x).astype(int), np.floor(y).astype(int)
    r, b = x - x0, y - y0
    return r, b, x0 % n, (x0 + 1) % n, y0 % m, (y0 + 1) % m


@ad.primitive
def advect(f, vx, vy):
    """The field f after the wind has carried it for one step."""
    r, b, x0, x1, y0, y1 = corners(vx, vy)
    return (1 - r) * ((1 - b) * f[x0, y0] + b * f[x0, y1]) + r * (
        (1 - b) * f[x1, y0] + b * f[x1, y1]
    )


def advect_by_f(ans, f, vx, vy):
    r, b, x0, x1, y0, y1 = corners(vx, vy)

    def pull(g):
        out = np.zeros(f.shape)
        np.add.at(out, (x0, y0), g * (1 - r) * (1 - b))
        np.add.at(out, (x0, y1), g * (1 - r) * b)
        np.add.at(out, (x1, y0), g * r * (1 - b))
        np.add.at(out, (x1, y1), g * r * b)
        return out

    return pull


def advect_by_vx(ans, f, vx, vy):
    r, b, x0, x1, y0, y1 = corners(vx, vy)
    slope = (1 - b) * (f[x1, y0] - f[x0, y0]) + b * (f[x1, y1] - f[x0, y1])
    return lambda g: -g * slope


def advect_by_vy(ans, f, vx, vy):
    r, b, x0, x1, y0, y1 = corners(vx, vy)
    slope = (1 - r) * (f[x0, y1] - f[x0, y0]) + r * (f[x1, y1] - f[x1, y0])
    return lambda g: -g * slope


ad.defvjp(advect, advect_by_f, advect_by_vx, advect_by_vy)
