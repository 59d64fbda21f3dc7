#: title = "after_training cuts two entries off the end"
#: lose = ["q6-after", "q8-whole"]

# %% [q6-after-answer]
def after_training(settings, direction, loss):
    rates, scale = np.exp(settings[:-2]), np.exp(settings[-1])
    w, losses = train(rates, scale, direction, loss)
    return loss(w)
