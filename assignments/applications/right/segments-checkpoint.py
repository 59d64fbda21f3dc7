#: title = "segments by ad.checkpoint, the whole by ad.value_and_grad"

# %% [q5-segments-answer]
def through_segments(step, loss, state, num_steps, every):
    """The loss after num_steps steps and its gradient by the first state, segment by segment."""

    def segment(length):
        def run(x):
            for _ in range(length):
                x = step(x)
            return x

        return ad.checkpoint(run)

    def whole(x):
        for begin in range(0, num_steps, every):
            x = segment(min(every, num_steps - begin))(x)
        return loss(x)

    return ad.value_and_grad(whole)(state)
