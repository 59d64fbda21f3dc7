#: title = "everything says what it does"

# %% [q1-arithmetic-answer]
def multiply(a, b):
    """a * b"""
    print("multiply", a, b)
    x, y = value_of(a), value_of(b)
    return computed(x * y, (a, lambda g: g * y), (b, lambda g: g * x))


def negative(a):
    """-a"""
    print("negative", a)
    return computed(-value_of(a), (a, lambda g: -g))


def subtract(a, b):
    """a - b"""
    return computed(value_of(a) - value_of(b), (a, lambda g: g), (b, lambda g: -g))


def divide(a, b):
    """a / b"""
    x, y = value_of(a), value_of(b)
    return computed(x / y, (a, lambda g: g / y), (b, lambda g: -g * x / y**2))


print(multiply(Variable(2.0), 3.0))

# %% [q4-runs-answer]
def perform_gd(initializations, lrs, epochs=100):
    """Where x was before each step, and f there: two arrays of shape (runs, epochs)."""
    x_history, f_history = [], []
    for start, lr in zip(initializations, lrs):
        module = Parabola(start)
        optimizer = GD(module.collect_parameters(), lr)
        xs, values = [], []
        for epoch in range(epochs):
            optimizer.zero_grad()
            value = module.forward()
            print(f"epoch {epoch}: f({module.x.value:.3f}) = {value.value:.3f}")
            xs.append(module.x.value)
            values.append(value.value)
            value.backward()
            optimizer.step()
        x_history.append(xs)
        f_history.append(values)
    return np.array(x_history), np.array(f_history)

# %% [q6-train-answer]
def train(perceptron, dataset, lr=0.1, epochs=100):
    """Weights, biases and losses before each step."""
    optimizer = GD(perceptron.collect_parameters(), lr)
    history = []
    for epoch in range(epochs):
        w = perceptron.linear.weight.value.reshape(-1).tolist()
        b = perceptron.linear.bias.value.item()
        optimizer.zero_grad()
        loss = perceptron.forward_dataset(dataset, MSELoss())
        if epoch % 10 == 0:
            print(f"epoch {epoch:4d} loss {loss.value:.5f}", end="\r")
        loss.backward()
        optimizer.step()
        history.append((w, b, loss.value.item()))
    print()
    w, b, losses = zip(*history)
    return np.array(w), np.array(b), np.array(losses)
