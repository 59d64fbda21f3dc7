#: title = "after_training takes math.exp, which cannot be traced"
#: lose = ["q6-after", "q8-whole"]
#: misconception = "after-training-made-plain"

# %% [q6-after-answer]
import math


def after_training(settings, direction, loss):
    numbers = [math.exp(one) for one in settings]
    w, losses = train(numbers[:-1], numbers[-1], direction, loss)
    return loss(w)
