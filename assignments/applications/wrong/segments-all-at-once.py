#: title = "through_segments traces everything at once"
#: lose = ["q5-memory"]

# %% [q5-segments-answer]
def through_segments(step, loss, state, num_steps, every):
    def whole(state):
        for _ in range(num_steps):
            state = step(state)
        return loss(state)

    return ad.value_and_grad(whole)(state)
