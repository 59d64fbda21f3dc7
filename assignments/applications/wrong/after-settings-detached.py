#: title = "after_training puts the settings into a new array of plain numbers"
#: lose = ["q6-after", "q8-whole"]
#: misconception = "after-training-made-plain"

# %% [q6-after-answer]
def after_training(settings, direction, loss):
    plain = np.zeros(len(settings))
    for k in range(len(settings)):
        plain[k] = np.exp(settings[k])
    w, losses = train(plain[:-1], plain[-1], direction, loss)
    return loss(w)
