#: title = "Linear, Tanh and MSELoss are adlearn's"
#: lose = ["q6-linear", "q6-loss", "q8-whole"]

# %% [q6-layers-answer]
from adlearn.nn import Linear, MSELoss, Tanh
