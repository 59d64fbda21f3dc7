#: title = "through_segments forgets that pull returns a tuple"
#: lose = ["q5-gradient", "q5-memory", "q8-whole"]
#: misconception = "segments-cotangent-in-a-tuple"

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

        g = ad.vjp(segment, begin)[1](g)
    return value, g
