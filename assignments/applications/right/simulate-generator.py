#: title = "simulate as a generator of states, frames by a comprehension"

# %% [q3-answer]
def states(vx, vy, smoke):
    """All states from here on, without end."""
    while True:
        moved = [advect(v, vx, vy) for v in (vx, vy)]
        vx, vy = project(*moved)
        smoke = advect(smoke, vx, vy)
        yield vx, vy, smoke


def simulate(vx, vy, smoke, num_time_steps):
    """The smoke at the end, and a list of the smoke after each step."""
    frames = [state[2] for _, state in zip(range(num_time_steps), states(vx, vy, smoke))]
    return (frames[-1] if frames else smoke), frames
