#: title = "segments by tensors and backward()"

# %% [q5-segments-answer]
def through_segments(step, loss, state, num_steps, every):
    """The loss after num_steps steps and its gradient by the first state, segment by segment."""
    starts = []
    for k in range(num_steps):
        if k % every == 0:
            starts.append((state, min(every, num_steps - k)))
        state = step(state)

    def slope_of(fun, start):
        x = ad.tensor(np.array(start, dtype=float))
        fun(x).backward()
        return x.grad

    def run(x, length):
        for _ in range(length):
            x = step(x)
        return x

    g = slope_of(loss, state)
    value = loss(state)
    while starts:
        start, length = starts.pop()
        g = slope_of(lambda x: np.sum(g * run(x, length)), start)
    return value, g
