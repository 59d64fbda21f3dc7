#: title = "after_training trains with the mean of the rates"
#: lose = ["q6-after", "q8-whole"]

# %% [q6-after-answer]
def after_training(settings, direction, loss):
    rates = np.exp(settings[:-1])
    w, losses = train(np.mean(rates) * np.ones(len(rates)), np.exp(settings[-1]), direction, loss)
    return loss(w)
