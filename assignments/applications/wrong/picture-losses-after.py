#: title = "form_picture keeps the objective after each round"
#: lose = ["q4-picture"]
#: misconception = "picture-losses-after-each-round"

# %% [q4-picture-answer]
def form_picture(smoke, target, num_time_steps, rounds=60, step_size=0.05):
    losses = []
    v = np.zeros((2, *smoke.shape))
    mean = square = 0.0
    for i in range(rounds):
        _, g = slopes(v, smoke, target, num_time_steps)
        mean = 0.9 * mean + 0.1 * g
        square = 0.999 * square + 0.001 * g**2
        v = v - step_size * (mean / (1 - 0.9 ** (i + 1))) / (
            np.sqrt(square / (1 - 0.999 ** (i + 1))) + 1e-8
        )
        losses.append(objective(v, smoke, target, num_time_steps))
    return v, losses
