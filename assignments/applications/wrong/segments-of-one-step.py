#: title = "through_segments takes segments of one step, whatever it is asked for"
#: lose = ["q5-memory"]

# %% [q5-segments-answer]
def through_segments(step, loss, state, num_steps, every):
    states = [state]
    for _ in range(num_steps):
        states.append(step(states[-1]))
    value, g = ad.value_and_grad(loss)(states.pop())
    while states:
        _, pull = ad.vjp(step, states.pop())
        (g,) = pull(g)
    return value, g
