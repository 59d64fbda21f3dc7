#: title = "through_segments keeps the state after the first step of each segment"
#: lose = ["q5-gradient", "q8-whole"]
#: misconception = "segments-start-one-step-late"

# %% [q5-segments-answer]
def through_segments(step, loss, state, num_steps, every):
    checkpoints = []
    for k in range(num_steps):
        state = step(state)
        if k % every == 0:
            checkpoints.append((k, state))
    value, g = ad.value_and_grad(loss)(state)
    while checkpoints:
        k, begin = checkpoints.pop()

        def segment(s):
            for _ in range(min(every, num_steps - k)):
                s = step(s)
            return s

        _, pull = ad.vjp(segment, begin)
        (g,) = pull(g)
    return value, g
