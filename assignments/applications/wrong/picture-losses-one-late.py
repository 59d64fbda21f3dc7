#: title = "form_picture begins with the loss in still air twice, and leaves the last out"
#: lose = ["q4-picture"]

# %% [q4-picture-answer]
def form_picture(smoke, target, num_time_steps, rounds=60, step_size=0.05):
    losses = [objective(np.zeros((2, *smoke.shape)), smoke, target, num_time_steps)]

    def gradient(v, i):
        loss, slope = slopes(v, smoke, target, num_time_steps)
        losses.append(loss)
        return slope

    start = np.zeros((2, *smoke.shape))
    found = adam(gradient, start, num_iters=rounds, step_size=step_size)
    return found, losses[:rounds]
