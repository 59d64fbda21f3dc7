#: title = "checkpoints in a dict by the number of the step, np.arange backward"

# %% [q5-segments-answer]
def through_segments(step, loss, state, num_steps, every):
    """The loss after num_steps steps and its gradient by the first state, segment by segment."""
    kept = {}
    now = state
    for t in range(num_steps):
        if t % every == 0:
            kept[t] = now
        now = step(now)
    value, g = ad.value_and_grad(loss)(now)
    end = num_steps
    for begin in sorted(kept, reverse=True):
        def segment(s):
            for _ in range(begin, end):
                s = step(s)
            return s

        out, pull = ad.vjp(segment, kept.pop(begin))
        g = pull(g)[0]
        del out, pull
        end = begin
    return value, g
