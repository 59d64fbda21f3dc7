#: title = "advect takes the nearest cell and mixes nothing"
#: lose = ["q1-advect", "q1-edges", "q1-slopes", "q8-whole"]
#: misconception = "advect-takes-whole-cells"

# %% [q1-advect-answer]
def advect(f, vx, vy):
    n = f.shape[0]
    i, j = np.indices((n, n))
    x = np.mod(np.round(i - vx).astype(int), n)
    y = np.mod(np.round(j - vy).astype(int), n)
    return f[x, y]
