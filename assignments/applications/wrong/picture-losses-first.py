#: title = "form_picture returns the losses first"
#: lose = ["q4-picture", "q8-whole"]
#: misconception = "picture-results-exchanged"

# %% [q4-picture-answer]
def form_picture(smoke, target, num_time_steps, rounds=60, step_size=0.05):
    losses = []

    def gradient(v, i):
        loss, slope = slopes(v, smoke, target, num_time_steps)
        losses.append(loss)
        return slope

    start = np.zeros((2, *smoke.shape))
    return losses, adam(gradient, start, num_iters=rounds, step_size=step_size)
