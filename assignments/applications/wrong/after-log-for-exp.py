#: title = "after_training takes the logarithm of what is one already"
#: lose = ["q6-after", "q8-whole"]
#: misconception = "after-training-wrong-way-of-exp"

# %% [q6-after-answer]
def after_training(settings, direction, loss):
    w, losses = train(np.log(settings[:-1]), np.log(settings[-1]), direction, loss)
    return loss(w)
