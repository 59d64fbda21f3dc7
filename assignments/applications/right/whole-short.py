#: title = "the whole by one hand, as short as it goes"

# %% [q1-advect-answer]
def advect(f, vx, vy):
    n = len(f)
    x, y = np.arange(n)[:, None] - vx, np.arange(n) - vy
    i, j = np.floor(x).astype(int), np.floor(y).astype(int)
    return sum(u * v * f[(i + k) % n, (j + l) % n] for k, u in enumerate((1 - x + i, x - i)) for l, v in enumerate((1 - y + j, y - j)))

# %% [q2-pressure-answer]
D = lambda f, a: (np.roll(f, -1, a) - np.roll(f, 1, a)) / 2
divergence = lambda vx, vy: D(vx, 0) + D(vy, 1)


def pressure(d, rounds=10):
    p = 0.0 * d
    for _ in range(rounds): p = (sum(np.roll(p, s, a) for s in (1, -1) for a in (0, 1)) - d) / 4
    return p

# %% [q2-project-answer]
def project(vx, vy):
    p = pressure((np.roll(vx, -1, 0) - np.roll(vx, 1, 0) + np.roll(vy, -1, 1) - np.roll(vy, 1, 1)) / 2)
    return tuple(v - (np.roll(p, -1, a) - np.roll(p, 1, a)) / 2 for a, v in enumerate((vx, vy)))

# %% [q3-answer]
def simulate(vx, vy, smoke, num_time_steps):
    F = [smoke]
    for _ in range(num_time_steps):
        vx, vy = project(advect(vx, vx, vy), advect(vy, vx, vy)); F.append(advect(F[-1], vx, vy))
    return F[-1], F[1:]

# %% [q4-slopes-answer]
objective = lambda velocities, smoke, target, num_time_steps: np.mean((simulate(*velocities, smoke, num_time_steps)[0] - target) ** 2)
slopes = ad.value_and_grad(objective)

# %% [q4-picture-answer]
def form_picture(smoke, target, num_time_steps, rounds=60, step_size=0.05):
    L = []

    def g(v, i):
        l, s = slopes(v, smoke, target, num_time_steps)
        L.append(l)
        return s

    return adam(g, np.zeros((2, *smoke.shape)), num_iters=rounds, step_size=step_size), L

# %% [q5-segments-answer]
def through_segments(step, loss, state, num_steps, every):
    def seg(s, k):
        for _ in range(k): s = step(s)
        return s
    if num_steps <= every: return ad.value_and_grad(lambda s: loss(seg(s, num_steps)))(state)
    value, g = through_segments(step, loss, seg(state, every), num_steps - every, every)
    return value, ad.vjp(lambda s: seg(s, every), state)[1](g)[0]

# %% [q5-every-answer]
best_every = lambda num_steps: int(np.ceil(np.sqrt(num_steps)))

# %% [q6-train-answer]
def train(rates, scale, direction, loss):
    w, losses = scale * direction, []
    for r in rates: losses, w = losses + [loss(w)], w - r * ad.grad(loss)(w)
    return w, losses

# %% [q6-after-answer]
after_training = lambda settings, direction, loss: loss(train(np.exp(settings[:-1]), np.exp(settings[-1]), direction, loss)[0])

# %% [q7-tune-answer]
def tune(rates, scale, direction, loss, rounds=60, step_size=0.1):
    T = []

    def g(s, i):
        v, d = ad.value_and_grad(after_training)(s, direction, loss)
        T.append((v, s))
        return d

    adam(g, np.log([*rates, scale]), num_iters=rounds, step_size=step_size)
    *r, s = np.exp(min(T, key=lambda t: t[0])[1])
    return np.array(r), s, [v for v, _ in T]

# %% [q7-grid-answer]
def grid_search(budget, num_steps, direction, loss):
    m = int(budget ** 0.5)
    return min((l, r, s) for r in np.geomspace(0.01, 2, m) for s in np.geomspace(0.05, 3, m) for l in [loss(train([r] * num_steps, s, direction, loss)[0])] if np.isfinite(l))
