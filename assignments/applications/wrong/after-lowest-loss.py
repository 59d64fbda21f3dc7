#: title = "after_training returns the lowest loss of the run"
#: lose = ["q6-after"]

# %% [q6-after-answer]
def after_training(settings, direction, loss):
    w, losses = train(np.exp(settings[:-1]), np.exp(settings[-1]), direction, loss)
    return min([*losses, loss(w)])
