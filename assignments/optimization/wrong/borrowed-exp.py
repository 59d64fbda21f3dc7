#: title = "exp and its kin are adlearn's"
#: lose = ["q1-exp", "q1-tanh", "q1-matmul", "q1-mean", "q8-whole"]

# %% [q1-functions-answer]
from adlearn.numpy import exp, matmul, mean, tanh
