#: title = "AutogradValue becomes the class of the engine that came with the course"
#: lose = ["q4-step", "q4-adds", "q4-numbers", "q7-whole"]
#: kinds = ["raised"]

# %% [q4-answer]
from adlearn.scalars.node import AutogradValue as Finished

AutogradValue.backward_pass = Finished.backward_pass
