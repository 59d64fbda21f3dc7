#: title = "the first cell of the student's own binds np to another module"
#: lose = ["q1-advect", "q1-edges", "q1-slopes", "q2-divergence", "q2-pressure", "q2-project", "q3-frames", "q3-slopes", "q4-objective", "q4-slopes", "q4-picture", "q5-gradient", "q5-memory", "q5-every", "q6-train", "q6-after", "q7-tune", "q7-grid", "q8-whole"]

# %% [before q1-advect-answer]
import math as np
