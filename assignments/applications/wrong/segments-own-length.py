#: title = "through_segments does not look at every, and takes the root for its segments"
#: lose = ["q5-memory"]

# %% [q5-segments-answer]
def through_segments(step, loss, state, num_steps, every):
    every = max(1, int(num_steps**0.5))
    checkpoints = []
    for k in range(num_steps):
        if k % every == 0:
            checkpoints.append((k, state))
        state = step(state)
    value, g = ad.value_and_grad(loss)(state)
    while checkpoints:
        k, begin = checkpoints.pop()

        def segment(s):
            for _ in range(min(every, num_steps - k)):
                s = step(s)
            return s

        _, pull = ad.vjp(segment, begin)
        (g,) = pull(g)
        del pull
    return value, g
