#: title = "arrays are made first and filled"

# %% [q4-runs-answer]
def perform_gd(initializations, lrs, epochs=100):
    """Where x was before each step, and f there: two arrays of shape (runs, epochs)."""
    runs = len(initializations)
    x_history = np.empty((runs, epochs))
    f_history = np.empty((runs, epochs))
    for run in range(runs):
        module = Parabola(np.array(initializations[run], dtype=np.float64))
        optimizer = GD(module.collect_parameters(), lrs[run])
        for epoch in range(epochs):
            optimizer.zero_grad()
            y = module()
            y.backward()
            x_history[run, epoch] = module.x.value
            f_history[run, epoch] = y.value
            optimizer.step()
    return x_history, f_history

# %% [q5-descents-answer]
def perform_2d_gd(initializations, lr=0.3, epochs=15):
    """Paths of shape (runs, epochs, 2), and the heights along them, of shape (runs, epochs)."""
    starts = np.asarray(initializations, dtype=float)
    paths = np.zeros((len(starts), epochs, 2))
    heights = np.zeros((len(starts), epochs))
    for run, (x, y) in enumerate(starts):
        surface = Surface(x, y)
        optimizer = GD([surface.x, surface.y], lr)
        for epoch in range(epochs):
            paths[run, epoch] = surface.x.value, surface.y.value
            optimizer.zero_grad()
            z = surface()
            heights[run, epoch] = z.value
            backward(z)
            optimizer.step()
    return paths, heights
