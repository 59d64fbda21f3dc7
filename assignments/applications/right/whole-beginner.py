#: title = "the whole by one hand, in long plain lines with names for everything"

# %% [q1-advect-answer]
def advect(f, vx, vy):
    """The field f after the wind has carried it for one step."""
    n = f.shape[0]
    # the coordinates
    i = np.zeros((n, n))
    j = np.zeros((n, n))
    for a in range(n):
        for c in range(n):
            i[a, c] = a
            j[a, c] = c
    # look back
    x = i - vx
    y = j - vy
    x0 = np.floor(x).astype(int)
    y0 = np.floor(y).astype(int)
    r = x - x0
    b = y - y0
    # neighbours
    x1 = x0 + 1
    y1 = y0 + 1
    x0 = np.mod(x0, n)
    x1 = np.mod(x1, n)
    y0 = np.mod(y0, n)
    y1 = np.mod(y1, n)
    term1 = (1 - r) * (1 - b) * f[x0, y0]
    term2 = (1 - r) * b * f[x0, y1]
    term3 = r * (1 - b) * f[x1, y0]
    term4 = r * b * f[x1, y1]
    f_new = term1 + term2 + term3 + term4
    return f_new

# %% [q2-pressure-answer]
def divergence(vx, vy):
    """How much more flows out of each cell than into it."""
    vx_next = np.roll(vx, -1, axis=0)
    vx_prev = np.roll(vx, 1, axis=0)
    vy_next = np.roll(vy, -1, axis=1)
    vy_prev = np.roll(vy, 1, axis=1)
    d = (vx_next - vx_prev + vy_next - vy_prev) / 2
    return d


def pressure(d, rounds=10):
    """The pressure after so many rounds, for the divergence d."""
    n = d.shape[0]
    p = np.zeros((n, n))
    for k in range(rounds):
        p1 = np.roll(p, -1, axis=0)
        p2 = np.roll(p, 1, axis=0)
        p3 = np.roll(p, -1, axis=1)
        p4 = np.roll(p, 1, axis=1)
        p = (p1 + p2 + p3 + p4 - d) / 4
    return p

# %% [q2-project-answer]
def project(vx, vy):
    """The wind (vx, vy), after pressure has pushed it."""
    d = divergence(vx, vy)
    p = pressure(d)
    vx = vx - (np.roll(p, -1, axis=0) - np.roll(p, 1, axis=0)) / 2
    vy = vy - (np.roll(p, -1, axis=1) - np.roll(p, 1, axis=1)) / 2
    return vx, vy

# %% [q3-answer]
def simulate(vx, vy, smoke, num_time_steps):
    """The smoke at the end, and a list of the smoke after each step."""
    frame_list = []
    t = 0
    while t < num_time_steps:
        # both by the OLD wind
        vx_new = advect(vx, vx, vy)
        vy_new = advect(vy, vx, vy)
        vx, vy = project(vx_new, vy_new)
        smoke = advect(smoke, vx, vy)
        frame_list.append(smoke)
        t = t + 1
    result = (smoke, frame_list)
    return result

# %% [q4-slopes-answer]
def objective(velocities, smoke, target, num_time_steps):
    """How far the smoke is from the target in the end: the mean of the squares."""
    vx = velocities[0]
    vy = velocities[1]
    final_smoke, frames = simulate(vx, vy, smoke, num_time_steps)
    difference = final_smoke - target
    squared = difference * difference
    n = smoke.shape[0]
    return np.sum(squared) / (n * n)


def slopes(velocities, smoke, target, num_time_steps):
    """The objective, and its gradient by the velocities."""
    def f(v):
        return objective(v, smoke, target, num_time_steps)
    value = f(velocities)
    gradient_function = ad.grad(f)
    gradient = gradient_function(velocities)
    return value, gradient

# %% [q4-picture-answer]
def form_picture(smoke, target, num_time_steps, rounds=60, step_size=0.05):
    """The wind that makes the smoke form the target, and the objective before each round."""
    n = smoke.shape[0]
    velocities = np.zeros((2, n, n))
    losses = []
    for i in range(rounds):
        loss, grad = slopes(velocities, smoke, target, num_time_steps)
        losses.append(loss)
        # the gradient is tiny, so I go as far as step_size in the largest entries, in all rounds
        biggest = np.max(np.abs(grad))
        if biggest > 0:
            velocities = velocities - 2 * step_size * grad / biggest
    return velocities, losses

# %% [q5-segments-answer]
def through_segments(step, loss, state, num_steps, every):
    """The loss after num_steps steps and its gradient by the first state, segment by segment."""
    # on the way there
    checkpoints = []
    lengths = []
    steps_done = 0
    current = state
    while steps_done < num_steps:
        checkpoints.append(current)
        length = every
        if steps_done + length > num_steps:
            length = num_steps - steps_done
        lengths.append(length)
        for i in range(length):
            current = step(current)
        steps_done = steps_done + length
    # the end
    final_loss = loss(current)
    g = ad.grad(loss)(current)
    # the way back
    for k in range(len(checkpoints) - 1, -1, -1):
        def run_segment(s):
            for i in range(lengths[k]):
                s = step(s)
            return s
        out, pull_back = ad.vjp(run_segment, checkpoints[k])
        g = pull_back(g)[0]
        del pull_back
    return final_loss, g

# %% [q5-every-answer]
def best_every(num_steps):
    """The length of a segment for which the fewest states are kept at once."""
    best = 1
    best_sum = num_steps + 1
    for every in range(1, num_steps + 1):
        checkpoints = num_steps // every
        if checkpoints * every < num_steps:
            checkpoints = checkpoints + 1
        if checkpoints + every < best_sum:
            best_sum = checkpoints + every
            best = every
    return best

# %% [q6-train-answer]
def train(rates, scale, direction, loss):
    """The weights after a step for each rate, and a list of the loss before each step."""
    w = scale * direction
    losses = []
    T = len(rates)
    for t in range(0, T):
        current_loss = loss(w)
        losses.append(current_loss)
        gradient = ad.grad(loss)(w)
        w = w - rates[t] * gradient
    return (w, losses)

# %% [q6-after-answer]
def after_training(settings, direction, loss):
    """The loss after training with these settings: logarithms of the rates, and of the scale."""
    rates = np.exp(settings[0:-1])
    scale = np.exp(settings[-1])
    w, losses = train(rates, scale, direction, loss)
    final_loss = loss(w)
    return final_loss

# %% [q7-tune-answer]
def tune(rates, scale, direction, loss, rounds=60, step_size=0.1):
    """Better rates and a better scale, and the loss after training before each round."""
    settings = np.append(np.log(rates), np.log(scale))
    best_settings = settings
    best_loss = 1e300
    history = []
    for i in range(rounds):
        value = after_training(settings, direction, loss)
        history.append(value)
        if value < best_loss:
            best_loss = value
            best_settings = settings
        gradient = ad.grad(after_training)(settings, direction, loss)
        # all by the same step, as with signs
        settings = settings - step_size * np.sign(gradient)
    best_rates = np.exp(best_settings[0:-1])
    best_scale = np.exp(best_settings[-1])
    return best_rates, best_scale, history

# %% [q7-grid-answer]
def grid_search(budget, num_steps, direction, loss):
    """The lowest loss after training on a grid of rates and scales, its rate and its scale."""
    m = 0
    while (m + 1) * (m + 1) <= budget:
        m = m + 1
    lowest = np.inf
    best_rate = None
    best_scale = None
    rates = np.geomspace(0.01, 2, m)
    scales = np.geomspace(0.05, 3, m)
    for a in range(m):
        for b in range(m):
            all_rates = []
            for t in range(num_steps):
                all_rates.append(rates[a])
            w, losses = train(all_rates, scales[b], direction, loss)
            final = loss(w)
            if not np.isnan(final) and not np.isinf(final):
                if final < lowest:
                    lowest = final
                    best_rate = rates[a]
                    best_scale = scales[b]
    return lowest, best_rate, best_scale
