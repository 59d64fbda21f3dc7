#: title = "through_segments takes differences of the loss"
#: lose = ["q5-gradient", "q5-memory", "q8-whole"]

# %% [q5-segments-answer]
def through_segments(step, loss, state, num_steps, every):
    def whole(s):
        for _ in range(num_steps):
            s = step(s)
        return loss(s)

    value, g = whole(state), np.zeros_like(state)
    for place in np.ndindex(state.shape):
        moved = state.copy()
        moved[place] += 1e-4
        g[place] = (whole(moved) - value) / 1e-4
    return value, g
