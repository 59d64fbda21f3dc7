#: title = "through_segments pulls back through the last segment as often as there are segments"
#: lose = ["q5-gradient", "q8-whole"]

# %% [q5-segments-answer]
def through_segments(step, loss, state, num_steps, every):
    checkpoints = []
    for k in range(num_steps):
        if k % every == 0:
            checkpoints.append((k, state))
        state = step(state)
    value, g = ad.value_and_grad(loss)(state)
    k, begin = checkpoints[-1]

    def segment(s):
        for _ in range(min(every, num_steps - k)):
            s = step(s)
        return s

    _, pull = ad.vjp(segment, begin)
    for _ in checkpoints:
        (g,) = pull(g)
    return value, g
