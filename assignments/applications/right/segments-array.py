#: title = "checkpoints in one array that is filled on the way there"

# %% [q5-segments-answer]
def through_segments(step, loss, state, num_steps, every):
    """The loss after num_steps steps and its gradient by the first state, segment by segment."""
    count = (num_steps + every - 1) // every
    kept = np.empty((count, *np.shape(state)))

    def run(x, k):
        for _ in range(k * every, min((k + 1) * every, num_steps)):
            x = step(x)
        return x

    x = np.asarray(state, dtype=float)
    for k in range(count):
        kept[k] = x
        x = run(x, k)
    value, slope = ad.value_and_grad(loss)(x)
    k = count
    while k:
        k -= 1
        slope = ad.grad(lambda x, k: np.vdot(run(x, k), slope))(kept[k], k)
    return value, slope
