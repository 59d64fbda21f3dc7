#: title = "the last segment is traced at once, together with the loss"

# %% [q5-segments-answer]
def through_segments(step, loss, state, num_steps, every):
    """The loss after num_steps steps and its gradient by the first state, segment by segment."""

    def run(state, begin):
        for _ in range(begin, min(begin + every, num_steps)):
            state = step(state)
        return state

    begins = list(range(0, num_steps, every)) or [0]
    checkpoints = [state]
    for begin in begins[:-1]:
        checkpoints.append(run(checkpoints[-1], begin))
    value, cotangent = ad.value_and_grad(lambda s: loss(run(s, begins[-1])))(checkpoints[-1])
    for k in range(len(begins) - 2, -1, -1):
        cotangent = ad.vjp(lambda s: run(s, begins[k]), checkpoints[k])[1](cotangent)[0]
    return value, cotangent
