#: title = "through_segments returns the gradient alone"
#: lose = ["q5-gradient", "q8-whole"]
#: misconception = "segments-without-the-loss"

# %% [q5-segments-answer]
def through_segments(step, loss, state, num_steps, every):
    checkpoints = []
    for k in range(num_steps):
        if k % every == 0:
            checkpoints.append((k, state))
        state = step(state)
    g = ad.grad(loss)(state)
    for k, begin in checkpoints[::-1]:
        def segment(s):
            for _ in range(min(every, num_steps - k)):
                s = step(s)
            return s

        _, pull = ad.vjp(segment, begin)
        (g,) = pull(g)
    return g
