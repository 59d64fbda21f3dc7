#: title = "form_picture goes by plain gradient descent: the gradient is small, and so are the steps"
#: lose = ["q4-picture"]
#: misconception = "picture-by-plain-steps"

# %% [q4-picture-answer]
def form_picture(smoke, target, num_time_steps, rounds=60, step_size=0.05):
    v, losses = np.zeros((2, *smoke.shape)), []
    for i in range(rounds):
        loss, slope = slopes(v, smoke, target, num_time_steps)
        losses.append(loss)
        v = v - step_size * slope
    return v, losses
