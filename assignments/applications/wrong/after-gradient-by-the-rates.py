#: title = "after_training shifts settings by their own plain value: right number, wrong slope"
#: lose = ["q6-after", "q8-whole"]

# %% [q6-after-answer]
def after_training(settings, direction, loss):
    plain = settings
    while hasattr(plain, "numpy"):
        plain = plain.numpy()
    rates = np.exp(plain[:-1]) * (1.0 + np.exp(plain[:-1]) * (settings[:-1] - plain[:-1]))
    w, losses = train(rates, np.exp(settings[-1]), direction, loss)
    return loss(w)
