#: title = "simulate by functools.reduce, with all frames in a list that begins with the start"

# %% [q3-answer]
import functools


def simulate(vx, vy, smoke, num_time_steps):
    """The smoke at the end, and a list of the smoke after each step."""

    def step(run, t):
        u, v, frames = run
        u, v = project(advect(u, u, v), advect(v, u, v))
        return u, v, [*frames, advect(frames[-1], u, v)]

    frames = functools.reduce(step, range(num_time_steps), (vx, vy, [smoke]))[2]
    return frames[-1], frames[1:]
