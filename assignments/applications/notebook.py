# %% [markdown]
# # Build it yourself: applications
#
# You have written engines. Now you use one, adlearn's own, on two things that nobody would want to differentiate by hand. First a fluid: you simulate smoke that is carried along by air, and find the wind that makes it form a picture. Then training itself: you differentiate through a whole training run, and so find out how fast it should have learned. It takes some six hours in all.
#
# | question | what you write | points | takes about |
# | --- | --- | --- | --- |
# | Q1 | `advect`: smoke is carried along | {{q1.points}} | 50 minutes |
# | Q2 | `project`: air does not pile up | {{q2.points}} | 40 minutes |
# | Q3 | `simulate`: one step after another | {{q3.points}} | 20 minutes |
# | Q4 | the wind that draws a picture | {{q4.points}} | 1 hour |
# | Q5 | when memory is short: checkpoints | {{q5.points}} | 1 hour |
# | Q6 | a training run as a function of its settings | {{q6.points}} | 40 minutes |
# | Q7 | learning how to learn, and a search that costs as much | {{q7.points}} | 50 minutes |
# | Q8 | the whole, and what you make of it | {{q8.points}}, and {{q8-words.points}} for an answer in words | 40 minutes |
#
# **How to work.** Run the cells from top to bottom. Where you read `# YOUR CODE HERE`, replace that line and the `raise NotImplementedError()` below it by your code. After each part a cell calls `check(...)`: run it as often as you like. It tells you what was asked, what your code gave, and what was expected. Some checks run a simulation and last a few seconds.
#
# **How you are graded.** The checks you can run are public. When you hand in, hidden checks run as well: the same questions with more cases. Each question is graded on its own, and a mistake in one does not cost you the points of another. Only the {{q8-whole.points}} points for the whole are for all of it working together. The last question is answered in words, and a person reads it.
#
# **What is new.** In the other assignments the engine was your own. Here it is given: `ad.grad(f)` is the derivative of `f`, and `ad.value_and_grad(f)` gives value and derivative at once, as you have built them. Write plain NumPy: on the way, arrays are traced. Four things stop a trace, and the derivative with it: `float(...)` of a traced number, filling an array place by place, `np.array(...)` of a list of traced numbers (`np.stack` does it), and functions of `math`. Places where an idea returns are marked with ↺.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "setup"}
# The build puts the first cell here: it installs adlearn where that is missing.

# %% nbgrader={"grade": false, "grade_id": "imports", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "given"}
# Run this cell, too: it imports what the others use.
import matplotlib.pyplot as plt
import numpy as np

import adlearn as ad
from adlearn.optim import adam
from adlearn.show import film

# %% tags=["hide-input"] cellView="form" collapsed=true jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "public-checks", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "public-checks"}
# The build puts the public checks here.

# %% [markdown]
# ## Q1: smoke is carried along ({{q1.points}} points)
#
# The world is a square grid of $n$ times $n$ cells. A **field** is an array with one number for each cell: `f[i, j]` may be how much smoke there is. The first axis is called $x$, the second $y$. Two more fields are the wind: `vx[i, j]` and `vy[i, j]` say how many cells the air moves along each axis in one step.
#
# What is in the cell $(i, j)$ after a step? What the wind brought there. So look **back**, to the place where it came from:
#
# $$x = i - v_x[i, j], \qquad y = j - v_y[i, j].$$
#
# That place lies between four cells, in general. Take $x_0 = \lfloor x \rfloor$, $y_0 = \lfloor y \rfloor$, and how far it is beyond them: $r = x - x_0$, $b = y - y_0$. Then mix:
#
# $$\begin{aligned} f_{\text{new}}[i, j] = {} & (1 - r)(1 - b)\, f[x_0, y_0] + (1 - r)\, b\, f[x_0, y_0 + 1] \\ & + r\,(1 - b)\, f[x_0 + 1, y_0] + r\, b\, f[x_0 + 1, y_0 + 1]. \end{aligned}$$
#
# The world has no edge: beyond the last cell comes the first one again, as often as needed (`np.mod`).
#
# `advect(f, vx, vy)` returns the new field, and leaves its arguments as they are. It is differentiated later, by all three. The whole numbers $x_0$ and $y_0$ only say **where** to look, so no derivative goes through them; it goes through the weights $r$ and $b$, and through the numbers of `f`. (`np.floor(x).astype(int)` of a traced `x` gives plain whole numbers, which is what an index has to be.)

# %% nbgrader={"grade": false, "grade_id": "q1-advect-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q1"}
def advect(f, vx, vy):
    """The field f after the wind has carried it for one step."""
    ### BEGIN SOLUTION
    n, m = f.shape
    i, j = np.meshgrid(np.arange(n), np.arange(m), indexing="ij")
    x, y = i - vx, j - vy
    x0, y0 = np.floor(x).astype(int), np.floor(y).astype(int)
    r, b = x - x0, y - y0
    x0, y0, x1, y1 = np.mod(x0, n), np.mod(y0, m), np.mod(x0 + 1, n), np.mod(y0 + 1, m)
    return (1 - r) * ((1 - b) * f[x0, y0] + b * f[x0, y1]) + r * (
        (1 - b) * f[x1, y0] + b * f[x1, y1]
    )
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q1-advect", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 5} adlearn={"role": "points", "question": "q1"}
check.points("q1-advect")

# %% nbgrader={"grade": true, "grade_id": "q1-edges", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 3} adlearn={"role": "points", "question": "q1"}
check.points("q1-edges")

# %% nbgrader={"grade": true, "grade_id": "q1-slopes", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 6} adlearn={"role": "points", "question": "q1"}
check.points("q1-slopes")

# %% nbgrader={"grade": false, "grade_id": "q1-check", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "check", "question": "q1"}
check("q1")

# %% nbgrader={"grade": false, "grade_id": "swirl", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "given"}
def swirl(n):
    """A wind that turns round the middle, and is 0 at the edges."""
    along = (np.arange(n) + 0.5) / n
    x, y = np.meshgrid(along, along, indexing="ij")
    vx = np.sin(np.pi * x) ** 2 * np.sin(2 * np.pi * y)
    vy = -np.sin(np.pi * y) ** 2 * np.sin(2 * np.pi * x)
    return vx, vy


def show_fields(fields, titles=(), wind=None):
    """Draw fields side by side, with the wind as arrows in the first one."""
    count = len(fields)
    fig, axes = plt.subplots(1, count, figsize=(3.2 * count, 3.2), squeeze=False)
    for k, (ax, field) in enumerate(zip(axes[0], fields)):
        ax.imshow(field.T, origin="lower", cmap="magma", vmin=0.0, vmax=1.0)
        ax.set(xticks=[], yticks=[], xlabel="x", ylabel="y")
        ax.set_title(titles[k] if k < len(titles) else "")
    if wind is not None:
        vx, vy = (field[::2, ::2].T for field in wind)
        at = np.arange(0, len(wind[0]), 2)
        axes[0, 0].quiver(at, at, vx, vy, color="white", pivot="mid")
    return fig

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q1"}
n = 24
f = np.zeros((n, n))
f[5:11, 9:15] = 1.0
vx, vy = swirl(n)
after = [f]
for step in range(20):
    after.append(advect(after[-1], vx, vy))
titles = ["at first", "10 steps", "20 steps"]
show_fields([after[0], after[10], after[20]], titles, (vx, vy));

# %% [markdown]
# The smoke is smeared out as it goes: each step mixes neighbours. That is what the numbers do, and not physics; it is the price for a simulation that never blows up.
#
# ## Q2: air does not pile up ({{q2.points}} points)
#
# Wind carries itself along, too. But `advect` knows nothing of pressure: after it, more air may flow into a cell than out of it. Real air at these speeds does not let itself be squeezed. Where it would, pressure rises and pushes it away.
#
# How much more flows out of a cell than into it is the **divergence**:
#
# $$d[i, j] = \frac{v_x[i + 1, j] - v_x[i - 1, j] + v_y[i, j + 1] - v_y[i, j - 1]}{2}.$$
#
# Here, too, the first cell follows the last one. `np.roll(vx, -1, axis=0)` is the field whose entry $(i, j)$ is `vx[i + 1, j]`.
#
# The **pressure** $p$ solves a linear equation in which each cell has to do with its four neighbours. Nobody inverts a matrix for it: start from $p = 0$, and let each cell, `rounds` times, become
#
# $$p[i, j] \leftarrow \frac{p[i + 1, j] + p[i - 1, j] + p[i, j + 1] + p[i, j - 1] - d[i, j]}{4},$$
#
# all cells at once, from the values of the round before.

# %% nbgrader={"grade": false, "grade_id": "q2-pressure-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q2"}
def divergence(vx, vy):
    """How much more flows out of each cell than into it."""
    ### BEGIN SOLUTION
    along_x = np.roll(vx, -1, axis=0) - np.roll(vx, 1, axis=0)
    along_y = np.roll(vy, -1, axis=1) - np.roll(vy, 1, axis=1)
    return (along_x + along_y) / 2
    ### END SOLUTION


def pressure(d, rounds=10):
    """The pressure after so many rounds, for the divergence d."""
    ### BEGIN SOLUTION
    p = np.zeros(d.shape)
    for _ in range(rounds):
        neighbours = sum(np.roll(p, k, axis=axis) for k in (-1, 1) for axis in (0, 1))
        p = (neighbours - d) / 4
    return p
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q2-divergence", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 3} adlearn={"role": "points", "question": "q2", "answer": "q2-pressure-answer"}
check.points("q2-divergence")

# %% nbgrader={"grade": true, "grade_id": "q2-pressure", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 4} adlearn={"role": "points", "question": "q2", "answer": "q2-pressure-answer"}
check.points("q2-pressure")

# %% [markdown]
# Wind is pushed from high pressure to low:
#
# $$v_x[i, j] \leftarrow v_x[i, j] - \frac{p[i + 1, j] - p[i - 1, j]}{2}, \qquad v_y[i, j] \leftarrow v_y[i, j] - \frac{p[i, j + 1] - p[i, j - 1]}{2}.$$
#
# `project(vx, vy)` returns the new wind, a pair, with the pressure after ten rounds. The divergence is smaller then than it was. (It does not go to 0, however many rounds there are: the divergence and the push look at cells that are two apart, and the pressure at next neighbours. For smoke that is good enough.) (The arrays that are passed in may be changed, if you like. Nobody uses them afterwards.)

# %% nbgrader={"grade": false, "grade_id": "q2-project-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q2"}
def project(vx, vy):
    """The wind (vx, vy), after pressure has pushed it."""
    ### BEGIN SOLUTION
    p = pressure(divergence(vx, vy))
    vx = vx - (np.roll(p, -1, axis=0) - np.roll(p, 1, axis=0)) / 2
    vy = vy - (np.roll(p, -1, axis=1) - np.roll(p, 1, axis=1)) / 2
    return vx, vy
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q2-project", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 5} adlearn={"role": "points", "question": "q2", "answer": "q2-project-answer"}
check.points("q2-project")

# %% nbgrader={"grade": false, "grade_id": "q2-check", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "check", "question": "q2"}
check("q2")

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q2"}
wind = np.random.default_rng(0).normal(size=(2, n, n))
print("times  divergence, as a mean of sizes")
for times in range(6):
    print(f"{times:5d}  {np.mean(np.abs(divergence(*wind))):.3f}")
    wind = project(wind[0].copy(), wind[1].copy())

# %% [markdown]
# ## Q3: one step after another ({{q3.points}} points)
#
# One step of the simulation:
#
# 1. The wind carries itself: both fields are moved by the wind **as it is at the start of the step**.
# 2. Pressure acts: `project`.
# 3. The **new** wind carries the smoke.
#
# `simulate(vx, vy, smoke, num_time_steps)` returns the pair `(smoke, frame_list)`: the smoke at the end, and a list with the smoke after each step, for the film. With 0 steps that is the smoke as it came, and an empty list. The arrays that are passed in stay as they are.

# %% nbgrader={"grade": false, "grade_id": "q3-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q3"}
def simulate(vx, vy, smoke, num_time_steps):
    """The smoke at the end, and a list of the smoke after each step."""
    ### BEGIN SOLUTION
    frame_list = []
    for _ in range(num_time_steps):
        vx, vy = project(advect(vx, vx, vy), advect(vy, vx, vy))
        smoke = advect(smoke, vx, vy)
        frame_list.append(smoke)
    return smoke, frame_list
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q3-frames", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 4} adlearn={"role": "points", "question": "q3"}
check.points("q3-frames")

# %% nbgrader={"grade": true, "grade_id": "q3-slopes", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 4} adlearn={"role": "points", "question": "q3"}
check.points("q3-slopes")

# %% nbgrader={"grade": false, "grade_id": "q3-check", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "check", "question": "q3"}
check("q3")

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q3"}
vx, vy = swirl(n)
smoke, frames = simulate(vx, vy, f, 30)
film([f, *frames], "a swirl", 0.0, 1.0)

# %% [markdown]
# ## Q4: the wind that draws a picture ({{q4.points}} points)
#
# Now turn the question round. Given is smoke in a square, and a picture. Which wind, at the start, makes the smoke form the picture after so many steps?
#
# There are $2n^2$ numbers to find. By differences you would have to run the simulation once for each of them, for one step downhill. In reverse mode it takes one run and the way back, however many there are.
#
# `objective(velocities, smoke, target, num_time_steps)` says how far off the end is: the **mean over all cells** of the squared difference between the smoke at the end and `target`. The wind comes as one array of shape `(2, n, n)`, so that it is one thing to differentiate by: `velocities[0]` is `vx`, and `velocities[1]` is `vy`.
#
# `slopes(velocities, smoke, target, num_time_steps)` returns the pair of the objective and its gradient by `velocities`, an array of shape `(2, n, n)`. It takes one line with `ad.value_and_grad`.

# %% nbgrader={"grade": false, "grade_id": "q4-slopes-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q4"}
def objective(velocities, smoke, target, num_time_steps):
    """How far the smoke is from the target in the end: the mean of the squares."""
    ### BEGIN SOLUTION
    final, _ = simulate(velocities[0], velocities[1], smoke, num_time_steps)
    return np.mean((final - target) ** 2)
    ### END SOLUTION


def slopes(velocities, smoke, target, num_time_steps):
    """The objective, and its gradient by the velocities."""
    ### BEGIN SOLUTION
    return ad.value_and_grad(objective)(velocities, smoke, target, num_time_steps)
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q4-objective", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 4} adlearn={"role": "points", "question": "q4", "answer": "q4-slopes-answer"}
check.points("q4-objective")

# %% nbgrader={"grade": true, "grade_id": "q4-slopes", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 5} adlearn={"role": "points", "question": "q4", "answer": "q4-slopes-answer"}
check.points("q4-slopes")

# %% [markdown]
# `form_picture(smoke, target, num_time_steps, rounds, step_size)` starts in still air, where all velocities are 0, and goes down `rounds` times. It returns the pair `(velocities, losses)`: the wind it came to, and a list of the objective **before each round**. With 60 rounds it should get the objective down to a third, on the picture below. The checks use smaller pictures, and ask for less: half of it, after 30 rounds and more.
#
# How to go down is yours to choose. ↺ `adam` is imported, the optimizer that you know: `adam(gradient, x, num_iters=..., step_size=..., progress=True)` calls `gradient(x, i)` for the gradient before round `i`, shows a progress bar, and returns the last `x`. Mind that the objective is a mean over many cells, so its gradient is small; Adam's steps do not mind.

# %% nbgrader={"grade": false, "grade_id": "q4-picture-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q4"}
def form_picture(smoke, target, num_time_steps, rounds=60, step_size=0.05):
    """The wind that makes the smoke form the target, and the objective before each round."""
    ### BEGIN SOLUTION
    losses = []

    def gradient(velocities, i):
        loss, slope = slopes(velocities, smoke, target, num_time_steps)
        losses.append(loss)
        return slope

    start = np.zeros((2, *smoke.shape))
    found = adam(gradient, start, num_iters=rounds, step_size=step_size, progress=True)
    return found, losses
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q4-picture", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 7} adlearn={"role": "points", "question": "q4", "answer": "q4-picture-answer"}
check.points("q4-picture")

# %% nbgrader={"grade": false, "grade_id": "q4-check", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "check", "question": "q4"}
check("q4")

# %% nbgrader={"grade": false, "grade_id": "picture", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "given"}
def heart(n):
    """A small picture: 1 inside of a heart, 0 outside."""
    along = np.linspace(-1.5, 1.5, n)
    x, y = np.meshgrid(along, along, indexing="ij")
    return (x**2 + (1.2 * y + 0.1 - 0.75 * np.sqrt(np.abs(x))) ** 2 < 1.0).astype(float)


def square(n, content):
    """Smoke in a square in the middle, as much in all as content."""
    smoke, side = np.zeros((n, n)), int(round(content**0.5))
    begin = (n - side) // 2
    smoke[begin : begin + side, begin : begin + side] = content / side**2
    return smoke

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q4"}
n, num_time_steps = 24, 16
target = heart(n)
smoke = square(n, target.sum())
velocities, losses = form_picture(smoke, target, num_time_steps)
final, frames = simulate(velocities[0], velocities[1], smoke, num_time_steps)
print(f"the objective goes from {losses[0]:.3f} to {np.mean((final - target) ** 2):.3f}")
show_fields([smoke, final, target], ["at first", "in the end", "the target"], velocities);

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q4"}
film([smoke, *frames], "smoke that knows where to go", 0.0, 1.0)

# %% [markdown]
# ## Q5: when memory is short ({{q5.points}} points)
#
# Reverse mode remembers every value of the way there until the way back has used it. A simulation of a thousand steps has to keep a thousand times as much as one step. When there is no room for that, keep only some states, the **checkpoints**, and compute the others again when they are needed.
#
# Here a step is any function from a state, an array, to the next state, and `loss` makes a number of the last state. Cut the way into segments of `every` steps; the last one may be shorter.
#
# 1. On the way there, compute **without tracing**, and keep the state at the start of each segment.
# 2. At the end, find the gradient of `loss` by the last state.
# 3. Go back, segment by segment. Run the segment again from its checkpoint, this time traced, and pull the gradient back through it. Then forget what was traced.
#
# `ad.vjp(segment, state)` gives a pair: the output, and a function that takes a cotangent (what comes in there) and returns a tuple, with the cotangent of each argument.
#
# `through_segments(step, loss, state, num_steps, every)` returns the loss after `num_steps` steps, and its gradient by the first `state`. At no time is more than one segment traced, and no step is computed more than twice. (A name that is left over from the segment before does no harm.)
#
# ↺ The walk is the one you know, with segments in place of operations: what comes in at the end of one is pulled back to its start.

# %% nbgrader={"grade": false, "grade_id": "q5-segments-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q5"}
def through_segments(step, loss, state, num_steps, every):
    """The loss after num_steps steps and its gradient by the first state, segment by segment."""
    ### BEGIN SOLUTION
    checkpoints = []
    for k in range(num_steps):
        if k % every == 0:
            checkpoints.append((k, state))
        state = step(state)
    value, cotangent = ad.value_and_grad(loss)(state)
    while checkpoints:
        begin, state = checkpoints.pop()

        def segment(state, length=min(every, num_steps - begin)):
            for _ in range(length):
                state = step(state)
            return state

        _, pull = ad.vjp(segment, state)
        (cotangent,) = pull(cotangent)
        del pull
    return value, cotangent
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q5-gradient", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 6} adlearn={"role": "points", "question": "q5", "answer": "q5-segments-answer"}
check.points("q5-gradient")

# %% nbgrader={"grade": true, "grade_id": "q5-memory", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 5} adlearn={"role": "points", "question": "q5", "answer": "q5-segments-answer"}
check.points("q5-memory")

# %% [markdown]
# How long should a segment be? Count states. With `num_steps` steps there are $\lceil \text{num\_steps} / \text{every} \rceil$ checkpoints, and `every` states of the segment that is traced. Short segments make many checkpoints; long ones are much to trace.
#
# `best_every(num_steps)` returns the whole number `every`, from 1 to `num_steps`, for which the sum of the two is smallest. Where several are as good, return any of them.

# %% nbgrader={"grade": false, "grade_id": "q5-every-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q5"}
def best_every(num_steps):
    """The length of a segment for which the fewest states are kept at once."""
    ### BEGIN SOLUTION
    return min(range(1, num_steps + 1), key=lambda every: every - (-num_steps // every))
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q5-every", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 3} adlearn={"role": "points", "question": "q5", "answer": "q5-every-answer"}
check.points("q5-every")

# %% nbgrader={"grade": false, "grade_id": "q5-check", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "check", "question": "q5"}
check("q5")

# %% [markdown]
# Measure it, on a simulation of 60 steps. The state is wind and smoke in one array, of shape `(3, n, n)`.

# %% nbgrader={"grade": false, "grade_id": "measured", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "given"}
def fluid_step(state):
    """One step of the simulation; the state holds vx, vy and the smoke."""
    vx, vy, smoke = state
    vx, vy = project(advect(vx, vx, vy), advect(vy, vx, vy))
    return np.stack([vx, vy, advect(smoke, vx, vy)])


def all_at_once(step, loss, state, num_steps):
    """What through_segments gives, with everything kept."""

    def whole(state):
        for _ in range(num_steps):
            state = step(state)
        return loss(state)

    return ad.value_and_grad(whole)(state)


def measured(run):
    """What run() gives, the most memory it took in MB, and the seconds of a second run."""
    import time
    import tracemalloc

    tracemalloc.start()
    result = run()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    begun = time.process_time()
    run()
    return result, most / 1e6, time.process_time() - begun

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q5"}
state, steps = np.stack([*swirl(n), square(n, 100.0)]), 60
final_loss = lambda state: np.mean((state[2] - target) ** 2)
run = lambda: all_at_once(fluid_step, final_loss, state, steps)
(_, right), most, seconds = measured(run)
print(f"everything kept: {most:6.1f} MB, {seconds:.2f} s")
lengths, sizes = [1, 2, 4, 8, 15, 30, 60], []
for every in lengths:
    run = lambda: through_segments(fluid_step, final_loss, state, steps, every)
    (_, slope), less, seconds = measured(run)
    sizes.append(less)
    off = np.max(np.abs(slope - right))
    print(f"every {every:2d}:        {less:6.1f} MB, {seconds:.2f} s, off by {off:.1e}")
fig, ax = plt.subplots(figsize=(6, 3.4))
ax.plot(lengths, sizes, "o-", label="in segments")
ax.axhline(most, color="0.5", label="everything kept")
ax.set(xscale="log", yscale="log", xlabel="steps in a segment", ylabel="memory (MB)")
ax.set_xticks(lengths, lengths)
ax.axvline(best_every(steps), ls=":", color="tab:red", label="your best_every")
ax.legend();

# %% [markdown]
# Where is the lowest point, and where did your count of states put it? A traced step keeps far more than its state: all that was computed within it, here some seventy times as much. Count each traced step as seventy states: which length is best then, and does the picture agree? (adlearn has this as `ad.checkpoint`: a function that keeps only its input, and is computed again on the way back.)
#
# ## Q6: a training run as a function of its settings ({{q6.points}} points)
#
# Whoever trains a network chooses settings first: learning rates, and how large the weights are at the start. Usually they are tried out. But training is a program, too. The loss at its end is a function of the settings, and you can differentiate it.
#
# `train(rates, scale, direction, loss)` starts with the weights $w = \text{scale} \cdot \text{direction}$, and takes one step of gradient descent for each rate:
#
# $$w \leftarrow w - \text{rates}[t] \cdot \nabla\text{loss}(w).$$
#
# It returns the pair `(w, losses)`: the weights at the end, and a list of the loss **before each step**. Both have to stay traced where `rates` or `scale` are: so no `float(...)`, and no steps in place.

# %% nbgrader={"grade": false, "grade_id": "q6-train-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q6"}
def train(rates, scale, direction, loss):
    """The weights after a step for each rate, and a list of the loss before each step."""
    ### BEGIN SOLUTION
    w, losses = scale * direction, []
    for t in range(len(rates)):
        value, slope = ad.value_and_grad(loss)(w)
        losses.append(value)
        w = w - rates[t] * slope
    return w, losses
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q6-train", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 5} adlearn={"role": "points", "question": "q6", "answer": "q6-train-answer"}
check.points("q6-train")

# %% [markdown]
# Rates and scales are positive, and a factor of two matters as much at 0.01 as at 1. So go by their **logarithms**. `settings` is one array: the natural logarithms of all rates, and last the logarithm of the scale.
#
# `after_training(settings, direction, loss)` is the loss at the very end, after the last step: one number. Its gradient is a derivative of what is itself computed by derivatives. ↺ You had it in the functional assignment: `grad` of a program that calls `grad`.

# %% nbgrader={"grade": false, "grade_id": "q6-after-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q6"}
def after_training(settings, direction, loss):
    """The loss after training with these settings: logarithms of the rates, and of the scale."""
    ### BEGIN SOLUTION
    w, _ = train(np.exp(settings[:-1]), np.exp(settings[-1]), direction, loss)
    return loss(w)
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q6-after", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 5} adlearn={"role": "points", "question": "q6", "answer": "q6-after-answer"}
check.points("q6-after")

# %% nbgrader={"grade": false, "grade_id": "q6-check", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "check", "question": "q6"}
check("q6")

# %% nbgrader={"grade": false, "grade_id": "fitting", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "given"}
def fitting(degree=3, points=30):
    """The loss of fitting a polynomial to points of a curve, and a direction to start in."""
    draw = np.random.default_rng(1)
    x = np.linspace(-1.0, 1.0, points)
    y = np.sin(3.0 * x) + 0.05 * draw.normal(size=points)
    powers = x[:, None] ** np.arange(degree + 1)

    def loss(w):
        return np.mean((powers @ w - y) ** 2)

    best = np.linalg.lstsq(powers, y, rcond=None)[0]
    return loss, draw.normal(size=degree + 1), loss(best)

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q6"}
loss, direction, lowest = fitting()
print(f"no weights give less than {lowest:.4f}")
for rate in (0.1, 0.5, 0.9, 1.3):
    w, losses = train(np.full(10, rate), 0.5, direction, loss)
    print(f"rate {rate}: ten steps from {losses[0]:.3f} to {loss(w):.3f}")
settings = np.log([*np.full(10, 0.5), 0.5])
print("by the logarithms:", np.round(ad.grad(after_training)(settings, direction, loss), 3))

# %% [markdown]
# Ten steps with one rate are far from the lowest loss, whichever rate it is. With a small rate it is slow; with a large one it blows up. But must all ten rates be the same?
#
# ## Q7: learning how to learn ({{q7.points}} points)
#
# `tune(rates, scale, direction, loss, rounds, step_size)` improves the settings by their gradients: it starts from the given rates and scale, and goes down `rounds` times, by the logarithms. It returns `(rates, scale, history)`: `history` is a list of the loss after training before each round. The ground is rugged, and a round may make it worse: so return **the best settings** that you came by, as rates and a scale and no logarithms. Each rate is a setting of its own, and so is the scale. With 30 rounds and more, the loss after training should at least be halved; `adam` gets that far, and plain steps of `step_size` times the gradient often do not.

# %% nbgrader={"grade": false, "grade_id": "q7-tune-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q7"}
def tune(rates, scale, direction, loss, rounds=60, step_size=0.1):
    """Better rates and a better scale, and the loss after training before each round."""
    ### BEGIN SOLUTION
    history, tried = [], []

    def gradient(settings, i):
        value, slope = ad.value_and_grad(after_training)(settings, direction, loss)
        history.append(value)
        tried.append(settings)
        return slope

    start = np.log(np.append(rates, scale))
    adam(gradient, start, num_iters=rounds, step_size=step_size, progress=True)
    best = np.exp(tried[int(np.nanargmin(history))])
    return best[:-1], best[-1], history
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q7-tune", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 7} adlearn={"role": "points", "question": "q7", "answer": "q7-tune-answer"}
check.points("q7-tune")

# %% [markdown]
# The other way is to search. `grid_search(budget, num_steps, direction, loss)` may train `budget` times. It trains `num_steps` steps with **one** rate for all of them. It tries $m$ rates and $m$ scales, each rate with each scale, where $m$ is the largest whole number with $m^2 \le$ `budget`. Rates go from 0.01 to 2, scales from 0.05 to 3, both ends included, each a fixed factor from the next (`np.geomspace`). It returns `(lowest, rate, scale)`: the lowest loss after training, and where it was found. Trainings that blow up, and end with `nan` or `inf`, do not count.

# %% nbgrader={"grade": false, "grade_id": "q7-grid-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q7"}
def grid_search(budget, num_steps, direction, loss):
    """The lowest loss after training on a grid of rates and scales, its rate and its scale."""
    ### BEGIN SOLUTION
    m = int(budget**0.5)
    lowest = (np.inf, None, None)
    for rate in np.geomspace(0.01, 2.0, m):
        for scale in np.geomspace(0.05, 3.0, m):
            settings = np.log([*np.full(num_steps, rate), scale])
            with np.errstate(all="ignore"):
                value = after_training(settings, direction, loss)
            if np.isfinite(value) and value < lowest[0]:
                lowest = (value, rate, scale)
    return lowest
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q7-grid", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 5} adlearn={"role": "points", "question": "q7", "answer": "q7-grid-answer"}
check.points("q7-grid")

# %% nbgrader={"grade": false, "grade_id": "q7-check", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "check", "question": "q7"}
check("q7")

# %% [markdown]
# Now compare them at **equal cost**. One round of `tune` costs as much as several trainings, since it goes back as well: measure how many, and give the grid as many as all rounds together.

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q7"}
import time

start = np.geomspace(0.2, 2.0, 10)
settings, rounds = np.log([*start, 0.5]), 60


def seconds_of(run):
    begun = time.process_time()
    for _ in range(20):
        run()
    return (time.process_time() - begun) / 20


with_slopes = ad.value_and_grad(after_training)
dear = seconds_of(lambda: with_slopes(settings, direction, loss))
cheap = seconds_of(lambda: after_training(settings, direction, loss))
budget = int(rounds * dear / cheap)
print(f"a round costs as much as {dear / cheap:.1f} trainings")
print(f"the grid may train {budget} times")

rates, scale, history = tune(start, 0.5, direction, loss, rounds)
lowest_of_grid, rate, its_scale = grid_search(budget, len(start), direction, loss)
print(f"by gradients:   {min(history):.4f}")
print(f"by the grid:    {lowest_of_grid:.4f}, rate {rate:.2f}, scale {its_scale:.2f}")
print(f"lowest of all:  {lowest:.4f}")

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q7"}
fig, (left, right) = plt.subplots(1, 2, figsize=(10, 3.6), layout="constrained")
left.semilogy(history, label="by gradients")
left.axhline(lowest_of_grid, color="tab:orange", label="the grid, at the same cost")
left.axhline(lowest, color="0.6", ls=":", label="lowest of all")
left.set(xlabel="round", ylabel="loss after ten steps")
left.legend()
right.semilogy(start, "o:", color="0.6", label="at first")
right.semilogy(rates, "o-", label="learned")
curvatures = np.linalg.eigvalsh(ad.hessian(loss)(direction))
for k, curvature in enumerate(curvatures):
    label = "" if k else "1 / curvature"
    right.axhline(1.0 / curvature, color="tab:red", lw=0.7, label=label)
right.set(xlabel="step", ylabel="rate")
right.legend();

# %% [markdown]
# Look at the rates that were learned. ↺ In the optimization assignment a step on a parabola multiplied the error by $1 - \text{lr} \cdot c$, where $c$ was the second derivative: with $\text{lr} = 1/c$ the error is gone at once. Here there are four directions, each with a curvature of its own. What has the schedule found out, without being told?
#
# ## Q8: the whole, and what you make of it ({{q8.points}} points, and {{q8-words.points}} for an answer in words)
#
# {{q8-whole.points}} points are for the whole. Up to here each question was asked on its own. Now nothing is put in place of your answers: your simulation has to be differentiated as a whole and form a picture, in segments too, and training has to get better by its own gradient.

# %% nbgrader={"grade": true, "grade_id": "q8-whole", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 6} adlearn={"role": "points", "question": "q8"}
check.points("q8-whole")

# %% nbgrader={"grade": false, "grade_id": "q8-check", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "check", "question": "q8"}
check("q8")

# %% [markdown] nbgrader={"grade": true, "grade_id": "q8-words", "locked": false, "schema_version": 3, "solution": true, "task": false, "points": 8} adlearn={"role": "open", "question": "q8"}
# **In your own words** (some 150 of them; a person reads this). A friend has a simulation with a few settings, and wants to know which settings are best. Should she differentiate through it, or search? Advise her, with **figures from your own runs above**:
#
# - What does a gradient cost, and does that depend on how many settings there are? What does a search cost?
# - What does it need in memory, and what can be done about that?
# - When would you **not** go by the gradient? Name one thing that goes wrong, here or in her simulation.
# - One figure of yours that surprised you, and why.
#
# ### BEGIN SOLUTION
# Half points are possible. Length and language do not count.
# ### END SOLUTION
