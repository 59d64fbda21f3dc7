#: title = "through_segments keeps all states of the segment before, as plain copies, and traces step by step"
#: lose = ["q5-gradient", "q5-memory"]

# %% [q5-segments-answer]
def through_segments(step, loss, state, num_steps, every):
    checkpoints = []
    for k in range(num_steps):
        if k % every == 0:
            checkpoints.append((k, state))
        state = step(state)
    value, g = ad.value_and_grad(loss)(state)
    for k, begin in reversed(checkpoints):
        inner = [begin]
        for _ in range(min(every, num_steps - k) - 1):
            inner.append(step(inner[-1]))
        for s in reversed(inner):
            (g,) = ad.vjp(step, s)[1](g)
    return value, g
