#: title = "form_picture returns the wind and no losses"
#: lose = ["q4-picture", "q8-whole"]
#: misconception = "picture-wind-alone"

# %% [q4-picture-answer]
def form_picture(smoke, target, num_time_steps, rounds=60, step_size=0.05):
    gradient = lambda v, i: slopes(v, smoke, target, num_time_steps)[1]
    return adam(gradient, np.zeros((2, *smoke.shape)), num_iters=rounds, step_size=step_size)
