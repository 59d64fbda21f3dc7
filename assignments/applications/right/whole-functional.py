#: title = "the whole by one hand, of small functions that are put together"

# %% [before q1-advect-answer]
from functools import partial, reduce
from itertools import product
from operator import add


def compose_times(step, times):
    """The function that takes a step so many times."""
    return lambda state: reduce(lambda s, _: step(s), range(times), state)

# %% [q1-advect-answer]
def advect(f, vx, vy):
    """The field f after the wind has carried it for one step."""
    places = [i - v for i, v in zip(np.indices(f.shape), (vx, vy))]
    wholes = [np.floor(p).astype(int) for p in places]
    shares = [(1 - p + w, p - w) for p, w in zip(places, wholes)]

    def corner(at):
        index = tuple((w + k) % n for w, k, n in zip(wholes, at, f.shape))
        return shares[0][at[0]] * shares[1][at[1]] * f[index]

    return reduce(add, map(corner, product((0, 1), repeat=2)))

# %% [q2-pressure-answer]
central = lambda f, axis: (np.roll(f, -1, axis=axis) - np.roll(f, 1, axis=axis)) / 2
around = lambda f: reduce(add, (np.roll(f, k, axis=a) for k, a in product((1, -1), (0, 1))))


def divergence(vx, vy):
    """How much more flows out of each cell than into it."""
    return central(vx, 0) + central(vy, 1)


def pressure(d, rounds=10):
    """The pressure after so many rounds, for the divergence d."""
    return compose_times(lambda p: (around(p) - d) / 4, rounds)(np.zeros(d.shape))

# %% [q2-project-answer]
def project(vx, vy):
    """The wind (vx, vy), after pressure has pushed it."""
    p = pressure(divergence(vx, vy))
    difference = lambda axis: np.roll(p, -1, axis=axis) - np.roll(p, 1, axis=axis)
    return vx - difference(0) / 2, vy - difference(1) / 2

# %% [q3-answer]
def simulate(vx, vy, smoke, num_time_steps):
    """The smoke at the end, and a list of the smoke after each step."""

    def go(state):
        vx, vy, smoke, frames = state
        vx, vy = project(advect(vx, vx, vy), advect(vy, vx, vy))
        smoke = advect(smoke, vx, vy)
        return vx, vy, smoke, frames + [smoke]

    return compose_times(go, num_time_steps)((vx, vy, smoke, []))[2:]

# %% [q4-slopes-answer]
def objective(velocities, smoke, target, num_time_steps):
    """How far the smoke is from the target in the end: the mean of the squares."""
    return np.mean(np.square(simulate(*velocities, smoke, num_time_steps)[0] - target))


def slopes(velocities, smoke, target, num_time_steps):
    """The objective, and its gradient by the velocities."""
    fun = partial(objective, smoke=smoke, target=target, num_time_steps=num_time_steps)
    return fun(velocities), ad.grad(fun)(velocities)

# %% [q4-picture-answer]
def form_picture(smoke, target, num_time_steps, rounds=60, step_size=0.05):
    """The wind that makes the smoke form the target, and the objective before each round."""

    def down(state):
        wind, mean, losses = state
        loss, slope = slopes(wind, smoke, target, num_time_steps)
        mean = 0.9 * mean + 0.1 * slope * smoke.size
        return wind - 4 * step_size * mean, mean, [*losses, loss]

    still = np.zeros((2, *smoke.shape))
    wind, _, losses = compose_times(down, rounds)((still, still, []))
    return wind, losses

# %% [q5-segments-answer]
def through_segments(step, loss, state, num_steps, every):
    """The loss after num_steps steps and its gradient by the first state, segment by segment."""
    lengths = [min(every, num_steps - begin) for begin in range(0, num_steps, every)]
    segments = [compose_times(step, length) for length in lengths]
    *starts, end = reduce(lambda states, s: [*states, s(states[-1])], segments, [state])
    value, cotangent = ad.value_and_grad(loss)(end)
    back = lambda g, at: ad.vjp(at[0], at[1])[1](g)[0]
    return value, reduce(back, zip(reversed(segments), reversed(starts)), cotangent)

# %% [q5-every-answer]
def best_every(num_steps):
    """The length of a segment for which the fewest states are kept at once."""
    return min((e + -(-num_steps // e), e) for e in range(1, num_steps + 1))[1]

# %% [q6-train-answer]
def train(rates, scale, direction, loss):
    """The weights after a step for each rate, and a list of the loss before each step."""
    down = lambda ws, rate: [*ws, ws[-1] - rate * ad.grad(loss)(ws[-1])]
    *before, w = reduce(down, rates, [scale * direction])
    return w, list(map(loss, before))

# %% [q6-after-answer]
def after_training(settings, direction, loss):
    """The loss after training with these settings: logarithms of the rates, and of the scale."""
    *rates, scale = np.exp(settings)
    return loss(train(rates, scale, direction, loss)[0])

# %% [q7-tune-answer]
def tune(rates, scale, direction, loss, rounds=60, step_size=0.1):
    """Better rates and a better scale, and the loss after training before each round."""
    fun = ad.value_and_grad(partial(after_training, direction=direction, loss=loss))

    def down(state):
        settings, tried = state
        value, slope = fun(settings)
        return settings - step_size * slope / (1e-9 + np.max(np.abs(slope))), [*tried, (value, settings)]

    _, tried = compose_times(down, rounds)((np.log([*rates, scale]), []))
    _, best = min(tried, key=lambda one: one[0] if np.isfinite(one[0]) else np.inf)
    return np.exp(best[:-1]), np.exp(best[-1]), [value for value, _ in tried]

# %% [q7-grid-answer]
def grid_search(budget, num_steps, direction, loss):
    """The lowest loss after training on a grid of rates and scales, its rate and its scale."""
    m = int(budget**0.5)
    end = lambda rate, scale: loss(train([rate] * num_steps, scale, direction, loss)[0])
    grid = product(np.geomspace(0.01, 2.0, m), np.geomspace(0.05, 3.0, m))
    found = ((end(*at), *at) for at in grid)
    return min(filter(lambda one: np.isfinite(one[0]), found))
