#: title = "through_segments leaves out the steps that fill no segment"
#: lose = ["q5-gradient", "q8-whole"]
#: misconception = "segments-last-one-left-out"

# %% [q5-segments-answer]
def through_segments(step, loss, state, num_steps, every):
    def segment(s):
        for _ in range(every):
            s = step(s)
        return s

    checkpoints = []
    for _ in range(num_steps // every):
        checkpoints.append(state)
        state = segment(state)
    value, g = ad.value_and_grad(loss)(state)
    while checkpoints:
        (g,) = ad.vjp(segment, checkpoints.pop())[1](g)
    return value, g
