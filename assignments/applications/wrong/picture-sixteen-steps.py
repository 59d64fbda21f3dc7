#: title = "form_picture always simulates 16 steps, as in the picture"
#: lose = ["q4-picture"]

# %% [q4-picture-answer]
def form_picture(smoke, target, num_time_steps, rounds=60, step_size=0.05):
    losses = []

    def gradient(v, i):
        loss, slope = slopes(v, smoke, target, 16)
        losses.append(loss)
        return slope

    start = np.zeros((2, *smoke.shape))
    return adam(gradient, start, num_iters=rounds, step_size=step_size), losses
