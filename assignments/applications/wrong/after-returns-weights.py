#: title = "after_training returns the weights"
#: lose = ["q6-after", "q8-whole"]
#: misconception = "after-training-gives-weights"

# %% [q6-after-answer]
def after_training(settings, direction, loss):
    w, losses = train(np.exp(settings[:-1]), np.exp(settings[-1]), direction, loss)
    return w
