#: title = "through_segments traces each segment on the way there, too, and throws the trace away"
#: lose = ["q5-memory"]

# %% [q5-segments-answer]
def through_segments(step, loss, state, num_steps, every):
    def run(s, length):
        for _ in range(length):
            s = step(s)
        return s

    starts, done = [], 0
    while done < num_steps:
        length = min(every, num_steps - done)
        starts.append((state, length))
        state, _ = ad.vjp(lambda s: run(s, length), state)
        done += length
    value, g = ad.value_and_grad(loss)(state)
    while starts:
        begin, length = starts.pop()
        (g,) = ad.vjp(lambda s: run(s, length), begin)[1](g)
    return value, g
