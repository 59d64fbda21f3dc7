#: title = "segments pulled back by the gradient of an inner product"

# %% [q5-segments-answer]
def through_segments(step, loss, state, num_steps, every):
    """The loss after num_steps steps and its gradient by the first state, segment by segment."""

    def run(x, length):
        for _ in range(length):
            x = step(x)
        return x

    full, rest = divmod(num_steps, every)
    lengths = [every] * full + ([rest] if rest else [])
    starts = []
    for length in lengths:
        starts.append(state)
        state = run(state, length)
    value, bar = ad.value_and_grad(loss)(state)
    for start, length in zip(starts[::-1], lengths[::-1]):
        bar = ad.grad(lambda x: np.sum(run(x, length) * bar))(start)
    return value, bar
