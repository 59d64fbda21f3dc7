#: title = "perform_2d_gd: shape (epochs, runs, 2)"
#: lose = ["q5-descents"]
#: misconception = "paths-axes-exchanged"

# %% [q5-descents-answer]
def perform_2d_gd(initializations, lr=0.3, epochs=15):
    """Paths of shape (runs, epochs, 2), and the heights along them, of shape (runs, epochs)."""
    paths, heights = [], []
    for start in initializations:
        module = Surface(*start)
        optimizer = GD(module.collect_parameters(), lr)
        path, along = [], []
        for _ in range(epochs):
            path.append([float(module.x.value), float(module.y.value)])
            optimizer.zero_grad()
            z = module.forward()
            z.backward()
            optimizer.step()
            along.append(float(z.value))
        paths.append(path)
        heights.append(along)
    return np.array(paths).transpose(1, 0, 2), np.array(heights).T
