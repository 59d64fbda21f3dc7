#: title = "tune returns what it was given, and the same loss for each round"
#: lose = ["q7-tune", "q8-whole"]
#: misconception = "tune-slope-of-the-start"

# %% [q7-tune-answer]
def tune(rates, scale, direction, loss, rounds=60, step_size=0.1):
    value = after_training(np.log(np.append(rates, scale)), direction, loss)
    return rates, scale, [value] * rounds
