#: title = "simulate by itertools.accumulate, which has the start as its first"

# %% [q3-answer]
from itertools import accumulate, repeat


def one_step(state, _):
    vx, vy, smoke = state
    new_vx, new_vy = project(advect(vx, vx, vy), advect(vy, vx, vy))
    return new_vx, new_vy, advect(smoke, new_vx, new_vy)


def simulate(vx, vy, smoke, num_time_steps):
    """The smoke at the end, and a list of the smoke after each step."""
    run = list(accumulate(repeat(None, num_time_steps), one_step, initial=(vx, vy, smoke)))
    return run[-1][2], [smoke for _, _, smoke in run[1:]]
