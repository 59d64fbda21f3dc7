#: title = "GD: adlearn's"
#: lose = ["q3-zero", "q3-step", "q8-whole"]

# %% [q3-gd-answer]
from adlearn.optim import GD
