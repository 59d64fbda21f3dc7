#: title = "a segment is traced as a chain of steps, each with its own vjp"

# %% [q5-segments-answer]
def pulled_back(step, state, length, cotangent):
    """Pull a cotangent back through so many steps from a state."""
    pulls = []
    for _ in range(length):
        state, pull = ad.vjp(step, state)
        pulls.append(pull)
    for pull in reversed(pulls):
        (cotangent,) = pull(cotangent)
    return cotangent


def through_segments(step, loss, state, num_steps, every):
    """The loss after num_steps steps and its gradient by the first state, segment by segment."""
    checkpoints = []
    for k in range(num_steps):
        if not k % every:
            checkpoints.append(state)
        state = step(state)
    value, cotangent = ad.value_and_grad(loss)(state)
    for k in reversed(range(len(checkpoints))):
        length = min(every, num_steps - k * every)
        cotangent = pulled_back(step, checkpoints.pop(), length, cotangent)
    return value, cotangent
