#: title = "form_picture by adam with a callback that notes the losses"

# %% [q4-picture-answer]
def form_picture(smoke, target, num_time_steps, rounds=60, step_size=0.05):
    """The wind that makes the smoke form the target, and the objective before each round."""
    losses = []
    fun = lambda v: objective(v, smoke, target, num_time_steps)

    def callback(v, i, g):
        losses.append(fun(v))
        if i % 20 == 0:
            print("Iteration", i, "objective", losses[-1])

    wind = adam(
        lambda v, i: ad.grad(fun)(v),
        np.zeros((2, smoke.shape[0], smoke.shape[1])),
        callback=callback,
        num_iters=rounds,
        step_size=step_size,
    )
    return wind, losses
