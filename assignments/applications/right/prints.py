#: title = "prints and small experiments are left in the answers"

# %% [q1-advect-answer]
def advect(f, vx, vy):
    """The field f after the wind has carried it for one step."""
    n, m = f.shape
    i, j = np.meshgrid(np.arange(n), np.arange(m), indexing="ij")
    x, y = i - vx, j - vy
    x0, y0 = np.floor(x).astype(int), np.floor(y).astype(int)
    r, b = x - x0, y - y0
    mix = lambda w, a, c: (1 - w) * a + w * c
    at = lambda p, q: f[p % n, q % m]
    return mix(r, mix(b, at(x0, y0), at(x0, y0 + 1)), mix(b, at(x0 + 1, y0), at(x0 + 1, y0 + 1)))


test = np.arange(9.0).reshape(3, 3)
print("moved by one along x:")
print(advect(test, np.ones((3, 3)), np.zeros((3, 3))))
assert np.array_equal(advect(test, np.ones((3, 3)), np.zeros((3, 3))), np.roll(test, 1, axis=0))
plt.imshow(advect(test, 0.5 * np.ones((3, 3)), np.zeros((3, 3))))
plt.colorbar()
plt.show()

# %% [after q2-project-answer]
v = np.random.normal(size=(2, 8, 8))
before = np.abs(divergence(*v)).mean()
print("before", before, "and then", np.abs(divergence(*project(*v.copy()))).mean())

# %% [q4-picture-answer]
def form_picture(smoke, target, num_time_steps, rounds=60, step_size=0.05):
    """The wind that makes the smoke form the target, and the objective before each round."""
    losses = []

    def gradient(velocities, i):
        loss, slope = slopes(velocities, smoke, target, num_time_steps)
        losses.append(loss)
        if i % 10 == 0:
            print(f"round {i:3d}: {loss:.4f}")
        return slope

    wind = adam(gradient, np.zeros((2, *smoke.shape)), num_iters=rounds, step_size=step_size)
    plt.figure()
    plt.plot(losses)
    plt.title("objective")
    plt.show()
    return wind, losses

# %% [q7-grid-answer]
def grid_search(budget, num_steps, direction, loss):
    """The lowest loss after training on a grid of rates and scales, its rate and its scale."""
    m = int(budget**0.5)
    print(f"{m} x {m} trainings")
    lowest = np.inf, None, None
    for rate in np.geomspace(0.01, 2.0, m):
        for scale in np.geomspace(0.05, 3.0, m):
            w, losses = train(np.full(num_steps, rate), scale, direction, loss)
            end = loss(w)
            if np.isfinite(end) and end < lowest[0]:
                lowest = end, rate, scale
                print("better:", lowest)
    return lowest
