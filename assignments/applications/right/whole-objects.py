#: title = "the whole by one hand, in classes that keep what is needed more than once"

# %% [before q1-advect-answer]
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple


@lru_cache(maxsize=None)
def cells(n, m):
    return np.meshgrid(np.arange(n), np.arange(m), indexing="ij")


class Wind(NamedTuple):
    x: object
    y: object

    def carries(self, f):
        return Origin(self).take(f)


class Origin:
    """Where the wind looks back to: four cells, and the weight of each."""

    def __init__(self, wind):
        n, m = np.shape(wind.x)
        i, j = cells(n, m)
        x, y = i - wind.x, j - wind.y
        x0, y0 = np.floor(x).astype(int), np.floor(y).astype(int)
        r, b = x - x0, y - y0
        self.corners = [
            (np.mod(x0 + dx, n), np.mod(y0 + dy, m), wx * wy)
            for dx, wx in ((0, 1 - r), (1, r))
            for dy, wy in ((0, 1 - b), (1, b))
        ]

    def take(self, f):
        total = 0
        for x, y, weight in self.corners:
            total = total + weight * f[x, y]
        return total

# %% [q1-advect-answer]
def advect(f, vx, vy):
    """The field f after the wind has carried it for one step."""
    return Wind(vx, vy).carries(f)

# %% [q2-pressure-answer]
class Slope:
    """Half the difference between the neighbours along an axis."""

    def __init__(self, axis):
        self.axis = axis

    def __call__(self, f):
        return (np.roll(f, -1, axis=self.axis) - np.roll(f, 1, axis=self.axis)) / 2


def divergence(vx, vy):
    """How much more flows out of each cell than into it."""
    return Slope(0)(vx) + Slope(1)(vy)


class Pressure:
    def __init__(self, d):
        self.d = d
        self.p = np.zeros(d.shape)

    def round(self):
        p = self.p
        self.p = (
            np.roll(p, 1, axis=0) + np.roll(p, -1, axis=0) + np.roll(p, 1, axis=1) + np.roll(p, -1, axis=1)
            - self.d
        ) / 4
        return self


def pressure(d, rounds=10):
    """The pressure after so many rounds, for the divergence d."""
    solver = Pressure(d)
    for _ in range(rounds):
        solver.round()
    return solver.p

# %% [q2-project-answer]
def project(vx, vy):
    """The wind (vx, vy), after pressure has pushed it."""
    p = pressure(divergence(vx, vy), rounds=10)
    half = lambda axis: (np.roll(p, -1, axis=axis) - np.roll(p, 1, axis=axis)) / 2
    return vx - half(0), vy - half(1)

# %% [q3-answer]
@dataclass
class Simulation:
    vx: object
    vy: object
    smoke: object
    frames: list = field(default_factory=list)

    def step(self):
        self.vx, self.vy = project(
            advect(self.vx, self.vx, self.vy), advect(self.vy, self.vx, self.vy)
        )
        self.smoke = advect(self.smoke, self.vx, self.vy)
        self.frames.append(self.smoke)

    def run(self, steps):
        for _ in range(steps):
            self.step()
        return self.smoke, self.frames


def simulate(vx, vy, smoke, num_time_steps):
    """The smoke at the end, and a list of the smoke after each step."""
    return Simulation(vx, vy, smoke).run(num_time_steps)

# %% [q4-slopes-answer]
class Objective:
    def __init__(self, smoke, target, steps):
        self.smoke, self.target, self.steps = smoke, target, steps

    def __call__(self, velocities):
        end, _ = simulate(velocities[0], velocities[1], self.smoke, self.steps)
        return np.average((end - self.target) ** 2)


def objective(velocities, smoke, target, num_time_steps):
    """How far the smoke is from the target in the end: the mean of the squares."""
    return Objective(smoke, target, num_time_steps)(velocities)


def slopes(velocities, smoke, target, num_time_steps):
    """The objective, and its gradient by the velocities."""
    return ad.value_and_grad(Objective(smoke, target, num_time_steps))(velocities)

# %% [q4-picture-answer]
class Descent:
    """Adam, with what it came by."""

    def __init__(self, start, step_size, keep=0.9, keep_squares=0.99):
        self.x, self.step_size, self.keep, self.keep_squares = start, step_size, keep, keep_squares
        self.mean = self.square = np.zeros(np.shape(start))
        self.count = 0

    def step(self, slope):
        self.count += 1
        self.mean = self.keep * self.mean + (1 - self.keep) * slope
        self.square = self.keep_squares * self.square + (1 - self.keep_squares) * slope**2
        mean = self.mean / (1 - self.keep**self.count)
        square = self.square / (1 - self.keep_squares**self.count)
        self.x = self.x - self.step_size * mean / (np.sqrt(square) + 1e-10)


def form_picture(smoke, target, num_time_steps, rounds=60, step_size=0.05):
    """The wind that makes the smoke form the target, and the objective before each round."""
    descent, losses = Descent(np.zeros((2, *smoke.shape)), step_size), []
    for _ in range(rounds):
        loss, slope = slopes(descent.x, smoke, target, num_time_steps)
        losses.append(loss)
        descent.step(slope)
    return descent.x, losses

# %% [q5-segments-answer]
class Segment:
    def __init__(self, step, length, state):
        self.step, self.length, self.state = step, length, state

    def __call__(self, state):
        for _ in range(self.length):
            state = self.step(state)
        return state

    def pull(self, cotangent):
        return ad.vjp(self, self.state)[1](cotangent)[0]


def through_segments(step, loss, state, num_steps, every):
    """The loss after num_steps steps and its gradient by the first state, segment by segment."""
    segments = []
    for begin in range(0, num_steps, every):
        segments.append(Segment(step, min(every, num_steps - begin), state))
        state = segments[-1](state)
    value, cotangent = ad.value_and_grad(loss)(state)
    for segment in segments[::-1]:
        cotangent = segment.pull(cotangent)
    return value, cotangent

# %% [q5-every-answer]
def best_every(num_steps):
    """The length of a segment for which the fewest states are kept at once."""

    class Choice(NamedTuple):
        kept: int
        every: int

    return min(Choice(-(-num_steps // k) + k, k) for k in range(1, num_steps + 1)).every

# %% [q6-train-answer]
class Training:
    def __init__(self, loss, w):
        self.loss, self.w, self.losses = loss, w, []

    def step(self, rate):
        value, slope = ad.value_and_grad(self.loss)(self.w)
        self.losses.append(value)
        self.w = self.w - rate * slope


def train(rates, scale, direction, loss):
    """The weights after a step for each rate, and a list of the loss before each step."""
    training = Training(loss, scale * direction)
    for rate in rates:
        training.step(rate)
    return training.w, training.losses

# %% [q6-after-answer]
class Settings:
    def __init__(self, logarithms):
        self.rates, self.scale = np.exp(logarithms[:-1]), np.exp(logarithms[-1])


def after_training(settings, direction, loss):
    """The loss after training with these settings: logarithms of the rates, and of the scale."""
    s = Settings(settings)
    return loss(train(s.rates, s.scale, direction, loss)[0])

# %% [q7-tune-answer]
class Best:
    def __init__(self):
        self.history, self.lowest, self.settings = [], np.inf, None

    def saw(self, value, settings):
        self.history.append(value)
        if self.settings is None or value < self.lowest:
            self.lowest, self.settings = value, np.array(settings)


def tune(rates, scale, direction, loss, rounds=60, step_size=0.1):
    """Better rates and a better scale, and the loss after training before each round."""
    best = Best()

    def gradient(settings, i):
        value, slope = ad.value_and_grad(after_training)(settings, direction, loss)
        best.saw(value, settings)
        return slope

    adam(gradient, np.log([*rates, scale]), num_iters=rounds, step_size=step_size)
    numbers = np.exp(best.settings)
    return numbers[:-1], numbers[-1], best.history

# %% [q7-grid-answer]
@dataclass(order=True)
class Found:
    loss: float
    rate: float
    scale: float


def grid_search(budget, num_steps, direction, loss):
    """The lowest loss after training on a grid of rates and scales, its rate and its scale."""
    m = int(np.sqrt(budget))
    found = []
    for rate in np.geomspace(0.01, 2.0, m):
        for scale in np.geomspace(0.05, 3.0, m):
            w, _ = train(np.ones(num_steps) * rate, scale, direction, loss)
            end = float(loss(w))
            if np.isfinite(end):
                found.append(Found(end, float(rate), float(scale)))
    best = min(found)
    return best.loss, best.rate, best.scale
