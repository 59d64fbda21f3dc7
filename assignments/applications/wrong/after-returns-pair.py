#: title = "after_training returns the loss and the weights"
#: lose = ["q6-after", "q8-whole"]
#: misconception = "after-training-gives-more"

# %% [q6-after-answer]
def after_training(settings, direction, loss):
    w, losses = train(np.exp(settings[:-1]), np.exp(settings[-1]), direction, loss)
    return loss(w), w
