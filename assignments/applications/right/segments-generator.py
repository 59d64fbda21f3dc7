#: title = "segments by a generator that gives the starts and lengths"

# %% [q5-segments-answer]
def repeated(step, times):
    """The function that takes so many steps."""

    def run(state):
        for _ in range(times):
            state = step(state)
        return state

    return run


def cuts(num_steps, every):
    done = 0
    while done < num_steps:
        length = min(every, num_steps - done)
        yield length
        done += length


def pulled(segment, state, cotangent):
    """Trace one segment, pull back, and forget it with this call."""
    return ad.vjp(segment, state)[1](cotangent)[0]


def through_segments(step, loss, state, num_steps, every):
    """The loss after num_steps steps and its gradient by the first state, segment by segment."""
    done = []
    for length in cuts(num_steps, every):
        segment = repeated(step, length)
        done.append((segment, state))
        state = segment(state)
    value, cotangent = loss(state), ad.grad(loss)(state)
    for segment, start in reversed(done):
        cotangent = pulled(segment, start, cotangent)
    return value, cotangent
