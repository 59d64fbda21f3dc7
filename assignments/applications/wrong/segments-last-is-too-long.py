#: title = "through_segments runs the last segment in full, beyond the end"
#: lose = ["q5-gradient", "q5-memory", "q8-whole"]
#: misconception = "segments-last-one-too-long"

# %% [q5-segments-answer]
def through_segments(step, loss, state, num_steps, every):
    checkpoints = []
    for k in range(num_steps):
        if k % every == 0:
            checkpoints.append(state)
        state = step(state)
    value, g = ad.value_and_grad(loss)(state)

    def segment(s):
        for _ in range(every):
            s = step(s)
        return s

    for begin in reversed(checkpoints):
        _, pull = ad.vjp(segment, begin)
        (g,) = pull(g)
    return value, g
