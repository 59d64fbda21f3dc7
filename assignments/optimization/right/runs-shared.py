#: title = "one descent serves the parabola and the surface"

# %% [before q4-runs-answer]
def descend(module, optimizer, epochs, look):
    """Take steps; give what look saw before each step, and the values there."""
    seen, values = [], []
    for _ in range(epochs):
        seen.append(look(module))
        optimizer.zero_grad()
        value = module()
        values.append(value.value.item())
        value.backward()
        optimizer.step()
    return seen, values

# %% [q4-runs-answer]
def perform_gd(initializations, lrs, epochs=100):
    """Where x was before each step, and f there: two arrays of shape (runs, epochs)."""
    histories = []
    for start, lr in zip(initializations, lrs):
        module = Parabola(start)
        histories.append(
            descend(module, GD(module.collect_parameters(), lr), epochs, lambda m: m.x.value.item())
        )
    return tuple(np.array(part) for part in zip(*histories))

# %% [q5-descents-answer]
def perform_2d_gd(initializations, lr=0.3, epochs=15):
    """Paths of shape (runs, epochs, 2), and the heights along them, of shape (runs, epochs)."""
    modules = [Surface(*start) for start in initializations]
    histories = [
        descend(
            module,
            GD(module.collect_parameters(), lr),
            epochs,
            lambda m: (m.x.value.item(), m.y.value.item()),
        )
        for module in modules
    ]
    return np.array([seen for seen, _ in histories]), np.array([z for _, z in histories])
