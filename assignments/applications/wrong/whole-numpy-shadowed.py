#: title = "the first cell of the student's own binds np to another module"
#: lose = ["q8-whole"]

# %% [before q1-advect-answer]
import math as np
