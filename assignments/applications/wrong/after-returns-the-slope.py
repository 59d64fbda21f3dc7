#: title = "after_training returns the gradient by the settings"
#: lose = ["q6-after", "q8-whole"]

# %% [q6-after-answer]
def after_training(settings, direction, loss):
    def of(settings):
        w, losses = train(np.exp(settings[:-1]), np.exp(settings[-1]), direction, loss)
        return loss(w)

    return ad.grad(of)(settings)
