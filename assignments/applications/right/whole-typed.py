#: title = "the whole by one hand, with type hints, long docstrings and assertions"

# %% [q1-advect-answer]
from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

Array = np.ndarray


def advect(f: Array, vx: Array, vy: Array) -> Array:
    """Carry a field along by the wind, for one step.

    Parameters
    ----------
    f : ndarray, shape (n, n)
        What is carried.
    vx, vy : ndarray, shape (n, n)
        The wind, in cells per step.

    Returns
    -------
    ndarray, shape (n, n)
        A new field.
    """
    assert f.ndim == 2 and f.shape == vx.shape == vy.shape
    rows: int = f.shape[0]
    columns: int = f.shape[1]
    x: Array = np.arange(rows)[:, np.newaxis] - vx
    y: Array = np.arange(columns)[np.newaxis, :] - vy
    x_whole: Array = np.floor(x).astype(np.int64)
    y_whole: Array = np.floor(y).astype(np.int64)
    x_rest: Array = x - x_whole
    y_rest: Array = y - y_whole
    west, east = np.mod(x_whole, rows), np.mod(x_whole + 1, rows)
    south, north = np.mod(y_whole, columns), np.mod(y_whole + 1, columns)
    mixed: Array = (
        f[west, south] * (1.0 - x_rest) * (1.0 - y_rest)
        + f[west, north] * (1.0 - x_rest) * y_rest
        + f[east, south] * x_rest * (1.0 - y_rest)
        + f[east, north] * x_rest * y_rest
    )
    assert mixed.shape == f.shape
    return mixed

# %% [q2-pressure-answer]
ROUNDS_OF_PRESSURE: Final[int] = 10


def divergence(vx: Array, vy: Array) -> Array:
    """Half of what flows out of each cell to both sides, along both axes."""
    outward_x: Array = np.roll(vx, shift=-1, axis=0) - np.roll(vx, shift=+1, axis=0)
    outward_y: Array = np.roll(vy, shift=-1, axis=1) - np.roll(vy, shift=+1, axis=1)
    return np.divide(np.add(outward_x, outward_y), 2.0)


def pressure(d: Array, rounds: int = ROUNDS_OF_PRESSURE) -> Array:
    """Jacobi's iteration for the pressure."""
    assert rounds >= 0, "rounds are counted from 0"
    p: Array = np.zeros(d.shape, dtype=float)
    for _round in range(rounds):
        along_x: Array = np.roll(p, shift=-1, axis=0) + np.roll(p, shift=+1, axis=0)
        along_y: Array = np.roll(p, shift=-1, axis=1) + np.roll(p, shift=+1, axis=1)
        p = (along_x + along_y - d) / 4.0
    return p

# %% [q2-project-answer]
def project(vx: Array, vy: Array) -> tuple[Array, Array]:
    """Push the wind from high pressure to low."""
    p: Array = pressure(divergence(vx, vy), rounds=10)
    slope_x: Array = (np.roll(p, shift=-1, axis=0) - np.roll(p, shift=+1, axis=0)) / 2.0
    slope_y: Array = (np.roll(p, shift=-1, axis=1) - np.roll(p, shift=+1, axis=1)) / 2.0
    return (vx - slope_x, vy - slope_y)

# %% [q3-answer]
def simulate(
    vx: Array, vy: Array, smoke: Array, num_time_steps: int
) -> tuple[Array, list[Array]]:
    """Let wind and smoke go on for some steps."""
    frame_list: list[Array] = list()
    for _step in range(0, num_time_steps, 1):
        carried_vx: Array = advect(f=vx, vx=vx, vy=vy)
        carried_vy: Array = advect(f=vy, vx=vx, vy=vy)
        (vx, vy) = project(vx=carried_vx, vy=carried_vy)
        smoke = advect(f=smoke, vx=vx, vy=vy)
        frame_list.append(smoke)
    assert len(frame_list) == num_time_steps
    return (smoke, frame_list)

# %% [q4-slopes-answer]
def objective(velocities: Array, smoke: Array, target: Array, num_time_steps: int) -> float:
    """The mean of the squared differences at the end."""
    assert velocities.shape == (2, *smoke.shape)
    end, _frames = simulate(
        vx=velocities[0, :, :], vy=velocities[1, :, :], smoke=smoke, num_time_steps=num_time_steps
    )
    return np.mean(np.power(np.subtract(end, target), 2))


def slopes(
    velocities: Array, smoke: Array, target: Array, num_time_steps: int
) -> tuple[float, Array]:
    """Value and gradient."""

    def of_wind(v: Array) -> float:
        return objective(velocities=v, smoke=smoke, target=target, num_time_steps=num_time_steps)

    value, slope = ad.value_and_grad(of_wind)(velocities)
    assert slope.shape == velocities.shape
    return value, slope

# %% [q4-picture-answer]
def form_picture(
    smoke: Array, target: Array, num_time_steps: int, rounds: int = 60, step_size: float = 0.05
) -> tuple[Array, list[float]]:
    """Find a wind by Adam."""
    losses: list[float] = []

    def callback_free_gradient(v: Array, _i: int) -> Array:
        value, slope = slopes(v, smoke, target, num_time_steps)
        losses.append(float(value))
        return slope

    start: Array = np.stack([np.zeros_like(smoke, dtype=float)] * 2)
    velocities: Array = adam(
        callback_free_gradient, start, num_iters=rounds, step_size=step_size, progress=False
    )
    assert len(losses) == rounds
    return velocities, losses

# %% [q5-segments-answer]
State = Any
Step = Callable[[State], State]


def through_segments(
    step: Step, loss: Callable[[State], float], state: State, num_steps: int, every: int
) -> tuple[float, State]:
    """The loss at the end and its gradient, with one segment traced at a time."""
    assert every >= 1
    borders: list[int] = [*range(0, num_steps, every), num_steps]
    checkpoints: list[State] = []

    def between(begin: int, end: int) -> Step:
        def segment(s: State) -> State:
            for _ in range(begin, end):
                s = step(s)
            return s

        return segment

    for begin, end in zip(borders[:-1], borders[1:]):
        checkpoints.append(state)
        state = between(begin, end)(state)

    value, cotangent = ad.value_and_grad(loss)(state)
    for begin, end, start in reversed(list(zip(borders[:-1], borders[1:], checkpoints))):
        _end_of_segment, pull = ad.vjp(between(begin, end), start)
        cotangent = pull(cotangent)[0]
        pull = None
    return value, cotangent

# %% [q5-every-answer]
def best_every(num_steps: int) -> int:
    """Where checkpoints and states of a segment are fewest together."""

    def kept(every: int) -> int:
        checkpoints: int = (num_steps - 1) // every + 1
        return checkpoints + every

    return sorted(range(1, num_steps + 1), key=kept)[0]

# %% [q6-train-answer]
Loss = Callable[[Array], float]


def train(
    rates: Array, scale: float, direction: Array, loss: Loss
) -> tuple[Array, list[float]]:
    """Gradient descent with a rate for each step."""
    w: Array = scale * direction
    losses: list[float] = []
    for t in range(len(rates)):
        value, slope = ad.value_and_grad(loss)(w)
        losses.append(value)
        w = w - rates[t] * slope
    assert len(losses) == len(rates)
    return w, losses

# %% [q6-after-answer]
def after_training(settings: Array, direction: Array, loss: Loss) -> float:
    """The loss at the very end, by logarithms."""
    num_steps: int = len(settings) - 1
    w, _losses = train(np.exp(settings[:num_steps]), np.exp(settings[num_steps]), direction, loss)
    return loss(w)

# %% [q7-tune-answer]
def tune(
    rates: Array,
    scale: float,
    direction: Array,
    loss: Loss,
    rounds: int = 60,
    step_size: float = 0.1,
) -> tuple[Array, float, list[float]]:
    """Adam on the logarithms of all settings; the best of them."""
    settings: Array = np.log(np.append(np.asarray(rates, dtype=float), scale))
    best: tuple[float, Array] = (float("inf"), settings)
    mean: Array = np.zeros_like(settings)
    square: Array = np.zeros_like(settings)
    history: list[float] = []
    for k in range(1, rounds + 1):
        value, slope = ad.value_and_grad(after_training)(settings, direction, loss)
        history.append(float(value))
        if value < best[0]:
            best = (float(value), settings.copy())
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope * slope
        step = (mean / (1.0 - 0.9**k)) / (np.sqrt(square / (1.0 - 0.999**k)) + 1e-8)
        settings = settings - step_size * step
    numbers: Array = np.exp(best[1])
    return numbers[:-1], float(numbers[-1]), history

# %% [q7-grid-answer]
LOWEST_RATE: Final[float] = 0.01
HIGHEST_RATE: Final[float] = 2.0


def grid_search(
    budget: int, num_steps: int, direction: Array, loss: Loss
) -> tuple[float, float, float]:
    """Train with every rate and every scale of a grid."""
    m: int = int(budget**0.5)
    lowest: float = float("inf")
    at: tuple[float, float] = (float("nan"), float("nan"))
    rate: float
    scale: float
    for rate in np.geomspace(LOWEST_RATE, HIGHEST_RATE, num=m, endpoint=True):
        for scale in np.geomspace(0.05, 3.0, num=m, endpoint=True):
            w, _losses = train(np.full(shape=num_steps, fill_value=rate), scale, direction, loss)
            value: float = float(loss(w))
            if np.isfinite(value) and value < lowest:
                lowest, at = value, (float(rate), float(scale))
    return lowest, at[0], at[1]
