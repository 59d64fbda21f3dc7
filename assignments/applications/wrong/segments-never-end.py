#: title = "through_segments never takes a checkpoint off the list"
#: lose = ["q5-gradient", "q5-memory", "q8-whole"]

# %% [q5-segments-answer]
def through_segments(step, loss, state, num_steps, every):
    checkpoints = []
    for k in range(num_steps):
        if k % every == 0:
            checkpoints.append((k, state))
        state = step(state)
    value, g = ad.value_and_grad(loss)(state)
    while checkpoints:
        k, begin = checkpoints[-1]
        _, pull = ad.vjp(step, begin)
        (g,) = pull(g)
    return value, g
