#: title = "through_segments computes segments again, but forgets nothing of what was traced"
#: lose = ["q5-memory"]

# %% [q5-segments-answer]
def through_segments(step, loss, state, num_steps, every):
    checkpoints = []
    for k in range(num_steps):
        if k % every == 0:
            checkpoints.append((k, state))
        state = step(state)
    value, g = ad.value_and_grad(loss)(state)
    kept = []
    for k, begin in reversed(checkpoints):
        def segment(s, length=min(every, num_steps - k)):
            for _ in range(length):
                s = step(s)
            return s

        kept.append(ad.vjp(segment, begin))
        (g,) = kept[-1][1](g)
    return value, g
