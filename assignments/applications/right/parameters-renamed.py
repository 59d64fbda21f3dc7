#: title = "parameters have other names"

# %% [q1-advect-answer]
def advect(field, u, v):
    n = len(field)
    x = np.arange(n)[:, None] - u
    y = np.arange(n) - v
    i, j = np.floor(x).astype(int), np.floor(y).astype(int)
    s, t = x - i, y - j
    i, j, k, l = i % n, j % n, (i + 1) % n, (j + 1) % n
    return (1 - s) * (1 - t) * field[i, j] + (1 - s) * t * field[i, l] + s * (1 - t) * field[k, j] + s * t * field[k, l]

# %% [q3-answer]
def simulate(u, v, s, T):
    film = []
    for _ in range(T):
        u, v = project(advect(u, u, v), advect(v, u, v))
        s = advect(s, u, v)
        film.append(s)
    return s, film

# %% [q6-after-answer]
def after_training(logs, start, fun):
    etas, size = np.exp(logs[:-1]), np.exp(logs[-1])
    return fun(train(etas, size, start, fun)[0])

# %% [q7-grid-answer]
def grid_search(B, T, v, L):
    m = int(B**0.5)
    best = (float("inf"), 0.0, 0.0)
    for eta in np.geomspace(0.01, 2, m):
        for size in np.geomspace(0.05, 3, m):
            end = L(train(np.full(T, eta), size, v, L)[0])
            best = min(best, (end, eta, size)) if np.isfinite(end) else best
    return best
