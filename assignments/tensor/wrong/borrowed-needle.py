#: title = "ReLU, Log and Exp are taken from the library that the homework builds"
#: lose = ["q5-log", "q5-exp", "q6-relu", "q6-whole"]

# %% [q5-log-answer]
from needle.ops import Log

# %% [q5-exp-answer]
from needle.ops import Exp

# %% [q6-relu-answer]
from needle.ops import ReLU
