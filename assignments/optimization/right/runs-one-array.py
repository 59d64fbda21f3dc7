#: title = "both histories stand in one array, which unpacks as two"

# %% [q4-runs-answer]
def perform_gd(initializations, lrs, epochs=100):
    X = []
    for x, lr in zip(initializations, lrs):
        m = Parabola(x)
        gd = GD([m.x], lr)
        for _ in range(epochs):
            gd.zero_grad(), (y := m()).backward(), X.append([m.x.value, y.value]), gd.step()
    return np.array(X).T.reshape(2, -1, epochs)
