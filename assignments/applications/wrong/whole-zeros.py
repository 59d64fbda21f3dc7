#: title = "every function returns zeros of the right shape"
#: lose = ["q1-advect", "q1-edges", "q1-slopes", "q2-divergence", "q2-pressure", "q2-project", "q3-frames", "q3-slopes", "q4-objective", "q4-slopes", "q4-picture", "q5-gradient", "q5-memory", "q5-every", "q6-train", "q6-after", "q7-tune", "q7-grid", "q8-whole"]
#: misconception = ["advect-gives-nothing", "pressing-gives-nothing"]

# %% [q1-advect-answer]
def advect(f, vx, vy):
    return np.zeros_like(f)

# %% [q2-pressure-answer]
def divergence(vx, vy):
    return np.zeros_like(vx)


def pressure(d, rounds=10):
    return np.zeros_like(d)

# %% [q2-project-answer]
def project(vx, vy):
    return np.zeros_like(vx), np.zeros_like(vy)

# %% [q3-answer]
def simulate(vx, vy, smoke, num_time_steps):
    return np.zeros_like(smoke), [np.zeros_like(smoke)] * num_time_steps

# %% [q4-slopes-answer]
def objective(velocities, smoke, target, num_time_steps):
    return 0.0


def slopes(velocities, smoke, target, num_time_steps):
    return 0.0, np.zeros_like(velocities)

# %% [q4-picture-answer]
def form_picture(smoke, target, num_time_steps, rounds=60, step_size=0.05):
    return np.zeros((2, *smoke.shape)), [0.0] * rounds

# %% [q5-segments-answer]
def through_segments(step, loss, state, num_steps, every):
    return 0.0, np.zeros_like(state)

# %% [q5-every-answer]
def best_every(num_steps):
    return 0

# %% [q6-train-answer]
def train(rates, scale, direction, loss):
    return np.zeros_like(direction), [0.0] * len(rates)

# %% [q6-after-answer]
def after_training(settings, direction, loss):
    return 0.0

# %% [q7-tune-answer]
def tune(rates, scale, direction, loss, rounds=60, step_size=0.1):
    return np.zeros_like(rates), 0.0, [0.0] * rounds

# %% [q7-grid-answer]
def grid_search(budget, num_steps, direction, loss):
    return 0.0, 0.0, 0.0
