#: title = "form_picture returns the best wind it came by"

# %% [q4-picture-answer]
def form_picture(smoke, target, num_time_steps, rounds=60, step_size=0.05):
    tried = []

    def gradient(velocities, i):
        loss, slope = slopes(velocities, smoke, target, num_time_steps)
        tried.append((loss, velocities))
        return slope

    last = adam(gradient, np.zeros((2, *smoke.shape)), num_iters=rounds, step_size=step_size)
    found = tried + [(objective(last, smoke, target, num_time_steps), last)]
    return min(found, key=lambda one: one[0])[1], [loss for loss, _ in tried]
