#: title = "after_training exponentiates only the rates"
#: lose = ["q6-after", "q8-whole"]
#: misconception = "after-training-without-exp"

# %% [q6-after-answer]
def after_training(settings, direction, loss):
    rates = np.exp(settings[:-1])
    w, losses = train(rates, settings[-1], direction, loss)
    return loss(w)
