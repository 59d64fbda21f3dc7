#: title = "after_training takes the settings as they are"
#: lose = ["q6-after", "q8-whole"]
#: misconception = "after-training-without-exp"

# %% [q6-after-answer]
def after_training(settings, direction, loss):
    w, _ = train(settings[:-1], settings[-1], direction, loss)
    return loss(w)
