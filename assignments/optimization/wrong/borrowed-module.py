#: title = "Module is adlearn's"
#: lose = ["q3-parameters", "q3-once", "q8-whole"]

# %% [q3-module-answer]
from adlearn.nn import Module
