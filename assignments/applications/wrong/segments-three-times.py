#: title = "through_segments runs each segment once more to have its end"
#: lose = ["q5-memory"]

# %% [q5-segments-answer]
def through_segments(step, loss, state, num_steps, every):
    lengths = [every] * (num_steps // every)
    if num_steps % every:
        lengths.append(num_steps % every)

    def run(s, length):
        for _ in range(length):
            s = step(s)
        return s

    starts = []
    for length in lengths:
        starts.append(state)
        state = run(state, length)
    value, g = loss(state), ad.grad(loss)(state)
    for length in lengths[::-1]:
        begin = starts.pop()
        end = run(begin, length)
        out, pull = ad.vjp(lambda s: run(s, length), begin)
        assert np.allclose(out, end)
        (g,) = pull(g)
    return value, g
