#: title = "the whole by one hand, with the engine's NumPy and names imported one by one"

# %% [before q1-advect-answer]
import adlearn.numpy as np
from adlearn import grad, value_and_grad, vjp, make_vjp, checkpoint
from adlearn.optim import adam, rmsprop, sgd

# %% [q1-advect-answer]
def advect(f, vx, vy):
    """The field f after the wind has carried it for one step."""
    n, m = f.shape
    i, j = np.meshgrid(np.arange(n), np.arange(m), indexing="ij")
    x, y = i - vx, j - vy
    x0, y0 = np.floor(x).astype(int), np.floor(y).astype(int)
    r, b = x - x0, y - y0
    x0, y0, x1, y1 = x0 % n, y0 % m, (x0 + 1) % n, (y0 + 1) % m
    low = np.array([f[x0, y0], f[x1, y0]])
    high = np.array([f[x0, y1], f[x1, y1]])
    along_x = np.array([1 - r, r])
    return np.sum(along_x * ((1 - b) * low + b * high), axis=0)

# %% [q2-pressure-answer]
def divergence(vx, vy):
    """How much more flows out of each cell than into it."""
    return 0.5 * (np.roll(vx, -1, axis=0) - np.roll(vx, 1, axis=0) + np.roll(vy, -1, axis=1) - np.roll(vy, 1, axis=1))


def pressure(d, rounds=10):
    """The pressure after so many rounds, for the divergence d."""
    p = np.zeros_like(d)
    for _ in range(rounds):
        p = 0.25 * (np.roll(p, -1, axis=0) + np.roll(p, 1, axis=0) + np.roll(p, -1, axis=1) + np.roll(p, 1, axis=1) - d)
    return p

# %% [q2-project-answer]
def project(vx, vy):
    """The wind (vx, vy), after pressure has pushed it."""
    p = pressure(divergence(vx, vy))
    dx, dy = np.array([np.roll(p, -1, axis=a) - np.roll(p, 1, axis=a) for a in (0, 1)]) / 2
    return vx - dx, vy - dy

# %% [q3-answer]
def simulate(vx, vy, smoke, num_time_steps):
    """The smoke at the end, and a list of the smoke after each step."""
    frame_list = []
    for t in range(num_time_steps):
        vx_updated = advect(vx, vx, vy)
        vy_updated = advect(vy, vx, vy)
        vx, vy = project(vx_updated, vy_updated)
        smoke = advect(smoke, vx, vy)
        frame_list.append(smoke)
    return smoke, frame_list

# %% [q4-slopes-answer]
def objective(velocities, smoke, target, num_time_steps):
    """How far the smoke is from the target in the end: the mean of the squares."""
    final, _ = simulate(velocities[0], velocities[1], smoke, num_time_steps)
    return np.sum((final - target) ** 2) / target.size


def slopes(velocities, smoke, target, num_time_steps):
    """The objective, and its gradient by the velocities."""
    pull, value = make_vjp(lambda v: objective(v, smoke, target, num_time_steps))(velocities)
    return value, pull(1.0)

# %% [q4-picture-answer]
def form_picture(smoke, target, num_time_steps, rounds=60, step_size=0.05):
    """The wind that makes the smoke form the target, and the objective before each round."""
    losses = []

    def gradient(v, i):
        value, slope = slopes(v, smoke, target, num_time_steps)
        losses.append(value)
        return slope * target.size

    return sgd(gradient, np.zeros((2, *smoke.shape)), num_iters=rounds, step_size=4 * step_size), losses

# %% [q5-segments-answer]
def through_segments(step, loss, state, num_steps, every):
    """The loss after num_steps steps and its gradient by the first state, segment by segment."""

    def whole(state, left):
        if left == 0:
            return loss(state)
        length = min(left, every)

        @checkpoint
        def segment(state):
            for _ in range(length):
                state = step(state)
            return state

        return whole(segment(state), left - length)

    return value_and_grad(whole)(state, num_steps)

# %% [q5-every-answer]
def best_every(num_steps):
    """The length of a segment for which the fewest states are kept at once."""
    return int(round(float(np.sqrt(num_steps))))

# %% [q6-train-answer]
def train(rates, scale, direction, loss):
    """The weights after a step for each rate, and a list of the loss before each step."""
    w, losses = np.multiply(scale, direction), []
    for t, rate in enumerate(rates):
        losses.append(loss(w))
        w = np.subtract(w, np.multiply(rate, grad(loss)(w)))
    return w, losses

# %% [q6-after-answer]
def after_training(settings, direction, loss):
    """The loss after training with these settings: logarithms of the rates, and of the scale."""
    rates, scale = np.exp(settings)[:-1], np.exp(settings)[-1]
    return loss(train(rates, scale, direction, loss)[0])

# %% [q7-tune-answer]
def tune(rates, scale, direction, loss, rounds=60, step_size=0.1):
    """Better rates and a better scale, and the loss after training before each round."""
    history, tried = [], []

    def gradient(settings, i):
        value, slope = value_and_grad(after_training)(settings, direction, loss)
        history.append(float(value))
        tried.append(np.array(settings))
        return slope

    adam(gradient, np.log(np.append(rates, scale)), num_iters=rounds, step_size=step_size)
    best = tried[int(np.argmin(np.array(history)))]
    return np.exp(best[:-1]), float(np.exp(best[-1])), history

# %% [q7-grid-answer]
def grid_search(budget, num_steps, direction, loss):
    """The lowest loss after training on a grid of rates and scales, its rate and its scale."""
    m = int(np.floor(np.sqrt(budget)))
    rates, scales = np.geomspace(0.01, 2.0, m), np.geomspace(0.05, 3.0, m)
    table = np.array(
        [[loss(train(np.full(num_steps, r), s, direction, loss)[0]) for s in scales] for r in rates]
    )
    k = int(np.argmin(np.where(np.isfinite(table), table, np.inf)))
    return table.ravel()[k], rates[k // m], scales[k % m]
