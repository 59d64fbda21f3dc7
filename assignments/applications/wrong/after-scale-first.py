#: title = "after_training takes the scale from the front"
#: lose = ["q6-after", "q8-whole"]
#: misconception = "after-training-scale-first"

# %% [q6-after-answer]
def after_training(settings, direction, loss):
    scale, rates = np.exp(settings[0]), np.exp(settings[1:])
    w, losses = train(rates, scale, direction, loss)
    return loss(w)
