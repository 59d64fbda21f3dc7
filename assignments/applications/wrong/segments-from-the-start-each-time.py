#: title = "through_segments keeps nothing and runs from the start for each segment"
#: lose = ["q5-memory"]
#: misconception = "segments-from-the-very-start"

# %% [q5-segments-answer]
def through_segments(step, loss, state, num_steps, every):
    def after(k):
        s = state
        for _ in range(k):
            s = step(s)
        return s

    value, g = ad.value_and_grad(loss)(after(num_steps))
    for k in reversed(range(0, num_steps, every)):
        def segment(s):
            for _ in range(min(every, num_steps - k)):
                s = step(s)
            return s

        _, pull = ad.vjp(segment, after(k))
        (g,) = pull(g)
    return value, g
