#: title = "form_picture by L-BFGS with backtracking"

# %% [q4-picture-answer]
def form_picture(smoke, target, num_time_steps, rounds=60, step_size=0.05):
    """The wind that makes the smoke form the target, and the objective before each round."""
    shape = (2,) + smoke.shape
    fun = lambda v: objective(v.reshape(shape), smoke, target, num_time_steps)
    x, pairs, losses = np.zeros(2 * smoke.size), [], []
    value, g = ad.value_and_grad(fun)(x)
    for _ in range(rounds):
        losses.append(value)
        q, alphas = g, []
        for s, y in reversed(pairs):
            a = s @ q / (s @ y)
            alphas.append(a)
            q = q - a * y
        if pairs:
            s, y = pairs[-1]
            q = q * (s @ y) / (y @ y)
        else:
            q = q * step_size / max(np.max(np.abs(q)), 1e-300)
        for (s, y), a in zip(pairs, reversed(alphas)):
            q = q + s * (a - y @ q / (s @ y))
        t = 1.0
        while t > 1e-6 and not fun(x - t * q) < value - 1e-4 * t * (g @ q):
            t /= 2
        if t <= 1e-6:
            pairs = []
            continue
        new = x - t * q
        value, new_g = ad.value_and_grad(fun)(new)
        if (new - x) @ (new_g - g) > 1e-12:
            pairs = pairs[-9:] + [(new - x, new_g - g)]
        x, g = new, new_g
    return x.reshape(shape), losses
