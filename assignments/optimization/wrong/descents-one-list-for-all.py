#: title = "perform_2d_gd: a place that is changed in place, and stored by reference"
#: lose = ["q5-descents"]

# %% [q5-descents-answer]
def perform_2d_gd(initializations, lr=0.3, epochs=15):
    """Paths of shape (runs, epochs, 2), and the heights along them, of shape (runs, epochs)."""
    paths, heights = [], []
    for start in initializations:
        module = Surface(*start)
        optimizer = GD(module.collect_parameters(), lr)
        path, along, place = [], [], np.zeros(2)
        for _ in range(epochs):
            place[:] = module.x.value, module.y.value
            path.append(place)
            optimizer.zero_grad()
            z = module.forward()
            z.backward()
            optimizer.step()
            along.append(float(z.value))
        paths.append(path)
        heights.append(along)
    return np.array(paths), np.array(heights)
