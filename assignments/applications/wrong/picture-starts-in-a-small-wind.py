#: title = "form_picture starts in a weak wind, since 0 \"is a saddle\""
#: lose = ["q4-picture"]
#: misconception = "picture-starts-in-a-wind"

# %% [q4-picture-answer]
def form_picture(smoke, target, num_time_steps, rounds=60, step_size=0.05):
    losses = []

    def gradient(v, i):
        loss, slope = slopes(v, smoke, target, num_time_steps)
        losses.append(loss)
        return slope

    start = 0.01 * np.ones((2, *smoke.shape))
    return adam(gradient, start, num_iters=rounds, step_size=step_size), losses
