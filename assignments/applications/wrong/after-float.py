#: title = "after_training returns float(...) of the loss"
#: lose = ["q6-after", "q8-whole"]
#: misconception = "after-training-made-plain"

# %% [q6-after-answer]
def after_training(settings, direction, loss):
    w, losses = train(np.exp(settings[:-1]), np.exp(settings[-1]), direction, loss)
    return float(loss(w))
