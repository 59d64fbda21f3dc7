#: title = "after_training returns the last of the losses, from before the last step"
#: lose = ["q6-after", "q8-whole"]
#: misconception = "after-training-before-the-last-step"

# %% [q6-after-answer]
def after_training(settings, direction, loss):
    w, losses = train(np.exp(settings[:-1]), np.exp(settings[-1]), direction, loss)
    return losses[-1]
