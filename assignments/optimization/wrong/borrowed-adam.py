#: title = "Adam is adlearn's, and Momentum its SGD"
#: lose = ["q8-momentum", "q8-adam", "q8-whole"]

# %% [q8-optimizers-answer]
from adlearn.optim import SGD, Adam


def Momentum(params, lr, mu=0.9):
    return SGD(params, lr, momentum=mu)
