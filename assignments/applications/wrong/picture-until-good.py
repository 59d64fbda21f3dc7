#: title = "form_picture goes on until the objective is 0, which never comes"
#: lose = ["q4-picture", "q8-whole"]

# %% [q4-picture-answer]
def form_picture(smoke, target, num_time_steps, rounds=60, step_size=0.05):
    v, losses = np.zeros((2, *smoke.shape)), [1.0]
    while losses[-1] > 0:
        loss, slope = slopes(v, smoke, target, num_time_steps)
        losses.append(loss)
        v = v - step_size * np.sign(slope)
    return v, losses
