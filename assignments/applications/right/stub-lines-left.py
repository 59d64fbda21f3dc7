#: title = "the lines of the stubs are left below the answers"

# %% [q1-advect-answer]
def advect(f, vx, vy):
    """The field f after the wind has carried it for one step."""
    n = f.shape[0]
    I, J = np.meshgrid(np.arange(n), np.arange(n), indexing="ij")
    X, Y = I - vx, J - vy
    X0, Y0 = np.floor(X).astype(int), np.floor(Y).astype(int)
    R, B = X - X0, Y - Y0
    F = lambda a, b: f[np.mod(a, n), np.mod(b, n)]
    return (1-R)*(1-B)*F(X0, Y0) + (1-R)*B*F(X0, Y0+1) + R*(1-B)*F(X0+1, Y0) + R*B*F(X0+1, Y0+1)
    # YOUR CODE HERE
    raise NotImplementedError()

# %% [q4-slopes-answer]
def objective(velocities, smoke, target, num_time_steps):
    """How far the smoke is from the target in the end: the mean of the squares."""
    return ((simulate(velocities[0], velocities[1], smoke, num_time_steps)[0] - target)**2).mean()
    # YOUR CODE HERE
    raise NotImplementedError()


def slopes(velocities, smoke, target, num_time_steps):
    """The objective, and its gradient by the velocities."""
    return ad.value_and_grad(objective, argnum=0)(velocities, smoke, target, num_time_steps)
    # YOUR CODE HERE
    raise NotImplementedError()
