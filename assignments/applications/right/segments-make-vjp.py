#: title = "segments by ad.make_vjp, in a helper"

# %% [q5-segments-answer]
def through_segments(step, loss, state, num_steps, every):
    """The loss after num_steps steps and its gradient by the first state, segment by segment."""

    def back(fun, x, g):
        vjp, _ = ad.make_vjp(fun)(x)
        return vjp(g)

    stack, left = [], num_steps
    while left > 0:
        steps = every if left >= every else left
        stack.append((steps, state))
        for _ in range(steps):
            state = step(state)
        left -= steps
    answer = loss(state)
    g = back(loss, state, np.ones_like(answer))
    for steps, start in stack[::-1]:

        def segment(x):
            for _ in range(steps):
                x = step(x)
            return x

        g = back(segment, start, g)
    return answer, g
