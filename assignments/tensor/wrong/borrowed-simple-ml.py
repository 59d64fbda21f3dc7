#: title = "the three functions of the course's library"
#: lose = ["q5-parse", "q5-loss", "q6-epoch", "q6-whole"]

# %% [q5-parse-answer]
from adlearn.compat.needle.simple_ml import parse_mnist

# %% [q5-loss-answer]
from adlearn.compat.needle.simple_ml import softmax_loss

# %% [q6-epoch-answer]
from adlearn.compat.needle.simple_ml import nn_epoch
