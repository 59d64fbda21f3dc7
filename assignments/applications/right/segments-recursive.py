#: title = "segments by recursion: what comes back from the rest is pulled through this one"

# %% [q5-segments-answer]
def through_segments(step, loss, state, num_steps, every):
    """The loss after num_steps steps and its gradient by the first state, segment by segment."""
    if num_steps == 0:
        return ad.value_and_grad(loss)(state)
    length = min(every, num_steps)

    def segment(x):
        for _ in range(length):
            x = step(x)
        return x

    value, cotangent = through_segments(step, loss, segment(state), num_steps - length, every)
    _, pull = ad.vjp(segment, state)
    return value, pull(cotangent)[0]
