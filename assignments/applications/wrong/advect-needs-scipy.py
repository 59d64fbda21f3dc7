#: title = "advect calls a spline of scipy, which cannot be traced and smooths otherwise"
#: lose = ["q1-advect", "q1-edges", "q1-slopes", "q8-whole"]

# %% [q1-advect-answer]
from scipy.ndimage import map_coordinates


def advect(f, vx, vy):
    n = f.shape[0]
    i, j = np.indices((n, n))
    return map_coordinates(f, [i - vx, j - vy], order=3, mode="grid-wrap")
