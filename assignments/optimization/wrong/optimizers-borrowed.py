#: title = "Momentum and Adam: adlearn's"
#: lose = ["q8-momentum", "q8-adam", "q8-whole"]

# %% [q8-optimizers-answer]
from adlearn.optim import Adam, Momentum
