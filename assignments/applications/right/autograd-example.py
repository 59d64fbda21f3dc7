#: title = "as autograd's example fluidsim.py: numpy of the engine, parameters in one vector, value_and_grad"

# %% [before q1-advect-answer]
import adlearn.numpy as anp
from adlearn import value_and_grad

# %% [q1-advect-answer]
def advect(f, vx, vy):
    """Move field f according to x and y velocities (u and v)
       using an implicit Euler integrator."""
    rows, cols = f.shape
    cell_ys, cell_xs = anp.meshgrid(anp.arange(rows), anp.arange(cols))
    center_xs = (cell_xs - vx).ravel()
    center_ys = (cell_ys - vy).ravel()

    # Compute indices of source cells.
    left_ix = anp.floor(center_xs).astype(int)
    top_ix  = anp.floor(center_ys).astype(int)
    rw = center_xs - left_ix              # Relative weight of right-hand cells.
    bw = center_ys - top_ix               # Relative weight of bottom cells.
    left_ix  = anp.mod(left_ix,     rows)  # Wrap around edges of simulation.
    right_ix = anp.mod(left_ix + 1, rows)
    top_ix   = anp.mod(top_ix,      cols)
    bot_ix   = anp.mod(top_ix  + 1, cols)

    # A linearly-weighted sum of the 4 surrounding cells.
    flat_f = (1 - rw) * ((1 - bw)*f[left_ix,  top_ix] + bw*f[left_ix,  bot_ix]) \
                 + rw * ((1 - bw)*f[right_ix, top_ix] + bw*f[right_ix, bot_ix])
    return anp.reshape(flat_f, (rows, cols))

# %% [q4-slopes-answer]
def objective(velocities, smoke, target, num_time_steps):
    """How far the smoke is from the target in the end: the mean of the squares."""
    def distance_from_target_image(smoke):
        return anp.mean((target - smoke)**2)

    final_smoke, _ = simulate(velocities[0], velocities[1], smoke, num_time_steps)
    return distance_from_target_image(final_smoke)


def slopes(velocities, smoke, target, num_time_steps):
    """The objective, and its gradient by the velocities."""
    rows, cols = smoke.shape

    def convert_param_vector_to_matrices(params):
        return anp.reshape(params, (2, rows, cols))

    def flat_objective(params):
        return objective(convert_param_vector_to_matrices(params), smoke, target, num_time_steps)

    value, slope = value_and_grad(flat_objective)(velocities.ravel())
    return value, slope.reshape(2, rows, cols)
