#: title = "each start has its row by transposing at the end"

# %% [q4-runs-answer]
def perform_gd(initializations, lrs, epochs=100):
    """Where x was before each step, and f there: two arrays of shape (runs, epochs)."""
    modules = [Parabola(start) for start in initializations]
    optimizers = [GD(module.collect_parameters(), lr) for module, lr in zip(modules, lrs)]
    x_history, f_history = [], []
    for _ in range(epochs):
        x_history.append([module.x.value.item() for module in modules])
        for optimizer in optimizers:
            optimizer.zero_grad()
        outs = [module() for module in modules]
        for out in outs:
            out.backward()
        f_history.append([out.value.item() for out in outs])
        for optimizer in optimizers:
            optimizer.step()
    return np.array(x_history).T, np.array(f_history).T
