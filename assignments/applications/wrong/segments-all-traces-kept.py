#: title = "through_segments traces the segments on the way there and keeps the ways back of all"
#: lose = ["q5-memory"]

# %% [q5-segments-answer]
def through_segments(step, loss, state, num_steps, every):
    pulls = []
    done = 0
    while done < num_steps:
        length = min(every, num_steps - done)

        def segment(s, length=length):
            for _ in range(length):
                s = step(s)
            return s

        state, pull = ad.vjp(segment, state)
        pulls.append(pull)
        done += length
    value, g = ad.value_and_grad(loss)(state)
    for pull in reversed(pulls):
        (g,) = pull(g)
    return value, g
