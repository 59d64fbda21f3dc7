#: title = "through_segments keeps the state before every step"
#: lose = ["q5-memory"]

# %% [q5-segments-answer]
def through_segments(step, loss, state, num_steps, every):
    states = [state]
    for _ in range(num_steps):
        states.append(step(states[-1]))
    value, g = ad.value_and_grad(loss)(states[-1])
    starts = list(range(0, num_steps, every))
    for k in starts[::-1]:
        length = min(every, num_steps - k)

        def segment(s):
            for _ in range(length):
                s = step(s)
            return s

        _, pull = ad.vjp(segment, states[k])
        (g,) = pull(g)
    return value, g
