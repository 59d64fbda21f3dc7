"""Functions that cross to the submission as text, and ask what a perceptron is made of and does.

They use only ``ns`` (the submission's names), ``np``, ``math`` and their parameters, and return
plain data. What is no variable, or no array, is told as ``{"odd": its class}``.
"""

from autograder.asking.variables.probes import array_of_numbers


def linear(ns, shape, seeds, x, weights):
    """Weights that a layer begins with, for several seeds; what it computes, and the gradients."""
    shape = tuple(shape)
    first = ns.Linear(shape, seeds[0])
    for name in ("weight", "bias"):
        one = getattr(first, name, None)
        if not isinstance(one, ns.Variable):
            return {"attribute": [name, type(one).__name__]}
    begun = [np.array(ns.Linear(shape, seed).weight.value) for seed in seeds]
    layer = ns.Linear(shape, seeds[0])
    bias = np.array(layer.bias.value)
    layer.bias.value = np.arange(1.0, shape[0] + 1).reshape(shape[0], 1)
    point = ns.Variable(x)
    y = layer(point)
    if not isinstance(y, ns.Variable):
        return {"odd": type(y).__name__}
    ns.computed(np.sum(weights * y.value), (y, lambda g: g * weights)).backward()
    return {
        "begun": begun,
        "bias": bias,
        "y": np.array(y.value),
        "of a plain column": np.array(layer(np.array(x)).value),
        "grads": [np.array(one.grad) for one in (layer.weight, layer.bias, point)],
        "count": len(layer.collect_parameters()),
    }


def module_of(ns, name, given, label, weights):
    """What a module gives for an output, and the gradient by it."""
    output = ns.Variable(given)
    found = getattr(ns, name)()(output, *([] if label is None else [label]))
    if not isinstance(found, ns.Variable):
        return {"odd": type(found).__name__}
    weights = np.broadcast_to(weights, np.shape(found.value))
    ns.computed(np.sum(weights * found.value), (found, lambda g: g * weights)).backward()
    return {"value": np.array(found.value), "grad": np.array(output.grad)}


def data_set(ns, x, y, places):
    """How many examples a data set has, and some of them."""
    data = ns.Dataset(x, y)
    found = []
    for i in places:
        pair = data[i]
        if not isinstance(pair, (tuple, list)) or len(pair) != 2:
            return {"odd": type(pair).__name__}
        found.append([np.array(one, dtype=float) for one in pair])
    return {"length": len(data), "found": found}


def over_data(ns, x, y, text):
    """The mean loss of a module with one weight, and its gradient.

    The module multiplies by the weight, and the loss is a text of the output and the label.
    """

    class Times(ns.Module):
        def __init__(self):
            self.w = ns.Variable(2.0)

        def forward(self, x):
            return self.w * x

    loss = eval(text)
    module = Times()
    data = ns.Dataset(x, y)
    found = ns.forward_dataset(module, data, loss)
    if not isinstance(found, ns.Variable):
        return {"odd": type(found).__name__}
    found.backward()
    return {"value": np.array(found.value), "grad": np.array(module.w.grad)}


def trained(ns, x, y, start, options, optimizer, in_place):
    """What `train` gives for a perceptron, and its parameters afterwards.

    Where an optimizer is named, the steps are that one's, in a loop of ours. Where it is said so,
    the steps of gradient descent change the arrays that are there.
    """
    step = ns.GD.step

    def stepped_in_place(self):
        before = [parameter.value for parameter in self.params]
        step(self)
        for parameter, array in zip(self.params, before):
            if isinstance(array, np.ndarray) and array.shape == np.shape(parameter.value):
                array[...] = parameter.value
                parameter.value = array

    perceptron = ns.Perceptron(1, len(start))
    perceptron.linear.weight.value = np.array([start])
    data = ns.Dataset(x, y)
    if not optimizer:
        try:
            if in_place:
                ns.GD.step = stepped_in_place
            found = ns.train(perceptron, data, **options)
        finally:
            ns.GD.step = step
        if not isinstance(found, (tuple, list)) or len(found) != 3:
            return {"odd": type(found).__name__}
        found = [array_of_numbers(one) for one in found]
    else:
        maker = getattr(ns, optimizer)(perceptron.collect_parameters(), options["lr"])
        loss, losses = ns.MSELoss(), []
        for _ in range(options["epochs"]):
            maker.zero_grad()
            now = perceptron.forward_dataset(data, loss)
            now.backward()
            maker.step()
            losses.append(float(now.value))
        found = [np.array(losses)]
    linear = perceptron.linear
    after = [np.array(linear.weight.value), np.array(linear.bias.value)]
    return {"found": found, "after": after}


def on_boundary(ns, w, b, x1):
    """What `boundary` gives."""
    given = np.array(x1)
    found = ns.boundary(np.array(w), b, given)
    if not isinstance(found, (np.ndarray, np.generic, int, float)):
        return {"odd": type(found).__name__}
    return [np.array(found, dtype=float), bool(np.array_equal(given, x1))]


def over_weights(ns, x, y, W0, W1, weight, bias):
    """What `loss_surface` gives, and the perceptron's weights afterwards."""
    perceptron = ns.Perceptron(1, 2)
    perceptron.linear.weight.value = np.array([weight])
    perceptron.linear.bias.value = np.array([[bias]])
    given = [np.array(W0), np.array(W1)]
    found = ns.loss_surface(perceptron, ns.Dataset(x, y), *given)
    if not isinstance(found, np.ndarray):
        return {"odd": type(found).__name__}
    linear = perceptron.linear
    same = bool(np.array_equal(given[0], W0) and np.array_equal(given[1], W1))
    after = [np.array(linear.weight.value), np.array(linear.bias.value)]
    return {"found": np.array(found, dtype=float), "after": after, "same": same}
