#: title = "form_picture gives adam the pair of slopes for a gradient"
#: lose = ["q4-picture", "q8-whole"]

# %% [q4-picture-answer]
def form_picture(smoke, target, num_time_steps, rounds=60, step_size=0.05):
    losses = []

    def gradient(v, i):
        pair = slopes(v, smoke, target, num_time_steps)
        losses.append(pair[0])
        return pair

    start = np.zeros((2, *smoke.shape))
    return adam(gradient, start, num_iters=rounds, step_size=step_size), losses
