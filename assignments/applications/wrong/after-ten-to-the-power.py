#: title = "after_training takes logarithms to base ten"
#: lose = ["q6-after", "q8-whole"]
#: misconception = "after-training-other-logarithms"

# %% [q6-after-answer]
def after_training(settings, direction, loss):
    rates, scale = 10.0 ** settings[:-1], 10.0 ** settings[-1]
    w, losses = train(rates, scale, direction, loss)
    return loss(w)
