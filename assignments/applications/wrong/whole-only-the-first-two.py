#: title = "handed in after Q2: nothing else is written"
#: lose = ["q3-frames", "q3-slopes", "q4-objective", "q4-slopes", "q4-picture", "q5-gradient", "q5-memory", "q5-every", "q6-train", "q6-after", "q7-tune", "q7-grid", "q8-whole"]

# %% [q3-answer]
def simulate(vx, vy, smoke, num_time_steps):
    """The smoke at the end, and a list of the smoke after each step."""
    # YOUR CODE HERE
    raise NotImplementedError()

# %% [q4-slopes-answer]
def objective(velocities, smoke, target, num_time_steps):
    """How far the smoke is from the target in the end: the mean of the squares."""
    # YOUR CODE HERE
    raise NotImplementedError()


def slopes(velocities, smoke, target, num_time_steps):
    """The objective, and its gradient by the velocities."""
    # YOUR CODE HERE
    raise NotImplementedError()

# %% [q4-picture-answer]
def form_picture(smoke, target, num_time_steps, rounds=60, step_size=0.05):
    """The wind that makes the smoke form the target, and the objective before each round."""
    # YOUR CODE HERE
    raise NotImplementedError()

# %% [q5-segments-answer]
def through_segments(step, loss, state, num_steps, every):
    """The loss after num_steps steps and its gradient by the first state, segment by segment."""
    # YOUR CODE HERE
    raise NotImplementedError()

# %% [q5-every-answer]
def best_every(num_steps):
    """The length of a segment for which the fewest states are kept at once."""
    # YOUR CODE HERE
    raise NotImplementedError()

# %% [q6-train-answer]
def train(rates, scale, direction, loss):
    """The weights after a step for each rate, and a list of the loss before each step."""
    # YOUR CODE HERE
    raise NotImplementedError()

# %% [q6-after-answer]
def after_training(settings, direction, loss):
    """The loss after training with these settings: logarithms of the rates, and of the scale."""
    # YOUR CODE HERE
    raise NotImplementedError()

# %% [q7-tune-answer]
def tune(rates, scale, direction, loss, rounds=60, step_size=0.1):
    """Better rates and a better scale, and the loss after training before each round."""
    # YOUR CODE HERE
    raise NotImplementedError()

# %% [q7-grid-answer]
def grid_search(budget, num_steps, direction, loss):
    """The lowest loss after training on a grid of rates and scales, its rate and its scale."""
    # YOUR CODE HERE
    raise NotImplementedError()
