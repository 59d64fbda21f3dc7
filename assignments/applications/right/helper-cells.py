#: title = "helpers and constants stand in cells of their own, experiments after the checks"

# %% [before q1-advect-answer]
EAST, WEST, NORTH, SOUTH = (1, 0), (-1, 0), (0, 1), (0, -1)
ROUNDS = 10


def grid_of(field):
    """The places of all cells, as two fields."""
    return np.meshgrid(*(np.arange(n) for n in np.shape(field)), indexing="ij")


def beside(field, where):
    """The field of the neighbours on one side."""
    return np.roll(field, (-where[0], -where[1]), axis=(0, 1))

# %% [q1-advect-answer]
def advect(f, vx, vy):
    """The field f after the wind has carried it for one step."""
    i, j = grid_of(f)
    x, y = i - vx, j - vy
    x0, y0 = np.floor(x).astype(int), np.floor(y).astype(int)
    n, m = f.shape
    x0_, y0_ = np.mod(x0, n), np.mod(y0, m)
    new = 0.0
    for side, weight in (((0, 0), 0), (EAST, 1), (NORTH, 2), ((1, 1), 3)):
        wx = x - x0 if weight & 1 else 1 - (x - x0)
        wy = y - y0 if weight & 2 else 1 - (y - y0)
        new = new + wx * wy * beside(f, side)[x0_, y0_]
    return new

# %% [after q1-check]
n, f, vx = 5, 6, 7
print(advect(np.eye(3), np.full((3, 3), 0.5), np.zeros((3, 3))))

# %% [q2-pressure-answer]
def divergence(vx, vy):
    """How much more flows out of each cell than into it."""
    return (beside(vx, EAST) - beside(vx, WEST) + beside(vy, NORTH) - beside(vy, SOUTH)) / 2


def pressure(d, rounds=ROUNDS):
    """The pressure after so many rounds, for the divergence d."""
    p = np.zeros(d.shape)
    for _ in range(rounds):
        p = (sum(beside(p, side) for side in (EAST, WEST, NORTH, SOUTH)) - d) / 4
    return p

# %% [q2-project-answer]
def project(vx, vy):
    """The wind (vx, vy), after pressure has pushed it."""
    p = pressure(divergence(vx, vy), ROUNDS)
    push = lambda one, other: (beside(p, one) - beside(p, other)) / 2
    return vx - push(EAST, WEST), vy - push(NORTH, SOUTH)

# %% [before q5-segments-answer]
from functools import partial


def many(step, times, state):
    for _ in range(times):
        state = step(state)
    return state

# %% [q5-segments-answer]
def through_segments(step, loss, state, num_steps, every):
    """The loss after num_steps steps and its gradient by the first state, segment by segment."""
    lengths = [every] * (num_steps // every)
    if num_steps % every:
        lengths.append(num_steps % every)
    segments = [partial(many, step, length) for length in lengths]
    starts = []
    for segment in segments:
        starts.append(state)
        state = segment(state)
    value, cotangent = ad.value_and_grad(loss)(state)
    while segments:
        (cotangent,) = ad.vjp(segments.pop(), starts.pop())[1](cotangent)
    return value, cotangent

# %% [after q5-check]
from adlearn.optim import *
import time, sys, math

loss, state, step, rates = None, None, None, None
