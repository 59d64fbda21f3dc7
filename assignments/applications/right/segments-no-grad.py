#: title = "segments with ad.no_grad on the way there, slopes by the gradient of a dot product"

# %% [q5-segments-answer]
def through_segments(step, loss, state, num_steps, every):
    """The loss after num_steps steps and its gradient by the first state, segment by segment."""
    checkpoints = {}
    with ad.no_grad():
        x = state
        for t in range(num_steps):
            if t % every == 0:
                checkpoints[t // every] = x
            x = step(x)
    value, bar = ad.value_and_grad(loss)(x)
    del x
    for k in range(len(checkpoints) - 1, -1, -1):

        def pulled(x, bar):
            for _ in range(k * every, min((k + 1) * every, num_steps)):
                x = step(x)
            return np.sum(x * bar)

        bar = ad.grad(pulled)(checkpoints[k], bar)
    return value, bar
