#: title = "through_segments puts the short segment at the start on the way back, and at the end on the way there"
#: lose = ["q5-gradient", "q8-whole"]

# %% [q5-segments-answer]
def through_segments(step, loss, state, num_steps, every):
    checkpoints = []
    for k in range(num_steps):
        if k % every == 0:
            checkpoints.append(state)
        state = step(state)
    value, g = ad.value_and_grad(loss)(state)
    left = num_steps
    while checkpoints:
        length = min(every, left)
        left -= length

        def segment(s):
            for _ in range(length):
                s = step(s)
            return s

        _, pull = ad.vjp(segment, checkpoints.pop())
        (g,) = pull(g)
    return value, g
