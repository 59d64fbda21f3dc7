#: title = "through_segments returns the gradient first"
#: lose = ["q5-gradient", "q8-whole"]
#: misconception = "segments-exchanged"

# %% [q5-segments-answer]
def through_segments(step, loss, state, num_steps, every):
    checkpoints = []
    for k in range(num_steps):
        if k % every == 0:
            checkpoints.append((k, state))
        state = step(state)
    value, g = ad.value_and_grad(loss)(state)
    for k, begin in checkpoints[::-1]:
        def segment(s):
            for _ in range(min(every, num_steps - k)):
                s = step(s)
            return s

        _, pull = ad.vjp(segment, begin)
        (g,) = pull(g)
    return g, value
