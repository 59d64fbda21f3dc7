#: title = "after_training scales the direction before train does it again"
#: lose = ["q6-after", "q8-whole"]

# %% [q6-after-answer]
def after_training(settings, direction, loss):
    scale = np.exp(settings[-1])
    w, losses = train(np.exp(settings[:-1]), scale, scale * direction, loss)
    return loss(w)
