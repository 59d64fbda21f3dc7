#: title = "Linear, Tanh and MSELoss are PyTorch's"
#: lose = ["q6-linear", "q6-loss", "q8-whole"]

# %% [q6-layers-answer]
from torch.nn import Linear, MSELoss, Tanh
