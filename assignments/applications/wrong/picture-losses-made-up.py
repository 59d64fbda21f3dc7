#: title = "form_picture returns losses that are made up, and still air"
#: lose = ["q4-picture", "q8-whole"]

# %% [q4-picture-answer]
def form_picture(smoke, target, num_time_steps, rounds=60, step_size=0.05):
    first = objective(np.zeros((2, *smoke.shape)), smoke, target, num_time_steps)
    return np.zeros((2, *smoke.shape)), list(first * np.geomspace(1.0, 0.1, rounds))
