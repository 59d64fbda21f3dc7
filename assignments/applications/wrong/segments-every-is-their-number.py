#: title = "through_segments takes every for the number of segments"
#: lose = ["q5-memory"]

# %% [q5-segments-answer]
def through_segments(step, loss, state, num_steps, every):
    length = max(1, num_steps // every)
    checkpoints = []
    for k in range(num_steps):
        if k % length == 0:
            checkpoints.append((k, state))
        state = step(state)
    value, g = ad.value_and_grad(loss)(state)
    while checkpoints:
        k, begin = checkpoints.pop()

        def segment(s):
            for _ in range(min(length, num_steps - k)):
                s = step(s)
            return s

        _, pull = ad.vjp(segment, begin)
        (g,) = pull(g)
        del pull
    return value, g
