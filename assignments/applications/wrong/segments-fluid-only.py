#: title = "through_segments calls fluid_step and not the step that is passed in"
#: lose = ["q5-gradient", "q5-memory"]

# %% [q5-segments-answer]
def through_segments(step, loss, state, num_steps, every):
    checkpoints = []
    for k in range(num_steps):
        if k % every == 0:
            checkpoints.append((k, state))
        state = fluid_step(state)
    value, g = ad.value_and_grad(loss)(state)
    while checkpoints:
        k, begin = checkpoints.pop()

        def segment(s):
            for _ in range(min(every, num_steps - k)):
                s = fluid_step(s)
            return s

        _, pull = ad.vjp(segment, begin)
        (g,) = pull(g)
        del pull
    return value, g
