#: title = "every function returns what it was given"
#: lose = ["q1-advect", "q1-edges", "q1-slopes", "q2-divergence", "q2-pressure", "q2-project", "q3-frames", "q3-slopes", "q4-objective", "q4-slopes", "q4-picture", "q5-gradient", "q5-memory", "q5-every", "q6-train", "q6-after", "q7-tune", "q7-grid", "q8-whole"]
#: misconception = [
#:     "advect-moves-nothing",
#:     "project-returns-what-came-in",
#:     "simulate-smoke-carries-nothing",
#:     "every-kept-or-traced-alone",
#: ]

# %% [q1-advect-answer]
def advect(f, vx, vy):
    return f

# %% [q2-pressure-answer]
def divergence(vx, vy):
    return vx


def pressure(d, rounds=10):
    return d

# %% [q2-project-answer]
def project(vx, vy):
    return vx, vy

# %% [q3-answer]
def simulate(vx, vy, smoke, num_time_steps):
    return smoke, [smoke] * num_time_steps

# %% [q4-slopes-answer]
def objective(velocities, smoke, target, num_time_steps):
    return np.mean((smoke - target) ** 2)


def slopes(velocities, smoke, target, num_time_steps):
    return objective(velocities, smoke, target, num_time_steps), velocities

# %% [q4-picture-answer]
def form_picture(smoke, target, num_time_steps, rounds=60, step_size=0.05):
    return np.stack([smoke, target]), [np.mean((smoke - target) ** 2)] * rounds

# %% [q5-segments-answer]
def through_segments(step, loss, state, num_steps, every):
    return loss(state), state

# %% [q5-every-answer]
def best_every(num_steps):
    return num_steps

# %% [q6-train-answer]
def train(rates, scale, direction, loss):
    return direction, list(rates)

# %% [q6-after-answer]
def after_training(settings, direction, loss):
    return loss(direction)

# %% [q7-tune-answer]
def tune(rates, scale, direction, loss, rounds=60, step_size=0.1):
    return rates, scale, [loss(direction)] * rounds

# %% [q7-grid-answer]
def grid_search(budget, num_steps, direction, loss):
    return loss(direction), 0.01, 0.05
