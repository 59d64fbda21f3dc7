#: title = "histories are kept with single precision"

# %% [q4-runs-answer]
def perform_gd(initializations, lrs, epochs=100):
    """Where x was before each step, and f there: two arrays of shape (runs, epochs)."""
    x_history = np.zeros((len(initializations), epochs), dtype=np.float32)
    f_history = np.zeros((len(initializations), epochs), dtype=np.float32)
    for run, (start, lr) in enumerate(zip(initializations, lrs)):
        module = Parabola(start)
        optimizer = GD(module.collect_parameters(), lr)
        for epoch in range(epochs):
            x_history[run, epoch] = module.x.value
            optimizer.zero_grad()
            value = module.forward()
            f_history[run, epoch] = value.value
            value.backward()
            optimizer.step()
    return x_history, f_history

# %% [q7-answer]
def boundary(w, b, x1):
    """x2 where w[0] * x1 + w[1] * x2 + b is 0."""
    return np.asarray(-(w[0] * x1 + b) / w[1], dtype=np.float32)


def loss_surface(perceptron, dataset, W0, W1):
    """The mean loss for each pair of weights, an array of the shape of W0."""
    weight, mseloss = perceptron.linear.weight, MSELoss()
    before = weight.value
    Z = np.zeros(W0.shape, dtype=np.float32)
    for place in np.ndindex(W0.shape):
        weight.value = np.array([[W0[place], W1[place]]])
        Z[place] = perceptron.forward_dataset(dataset, mseloss).value
    weight.value = before
    return Z
