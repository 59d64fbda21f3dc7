"""Wrong networks: a ReLU that lets the wrong things through, epochs that learn something else."""

import numpy as np

from autograder.explaining.misconceptions import misconception


def mask(ns, condition):
    """Let ReLU send what comes in where a condition holds: of the input, and what came in."""

    def gradient(self, out_grad, node):
        array = node.inputs[0].realize_cached_data()
        where = condition(array, out_grad.realize_cached_data())
        return out_grad * ns.Tensor.make_const(where.astype(node.dtype))

    ns.ReLU.gradient = gradient


@misconception("q6")
def relu_absolute(ns):
    """`ReLU` gives the distance from 0. It should give 0 for everything negative.

    What should become of -3?
    """
    ns.ReLU.compute = lambda self, a: np.abs(a)


@misconception("q6")
def relu_negative_part(ns):
    """`ReLU` keeps what is negative. It should keep what is positive.

    Which is the larger of -3 and 0?
    """
    ns.ReLU.compute = lambda self, a: np.minimum(a, 0)


@misconception("q6")
def relu_only_sign(ns):
    """`ReLU` gives 1 where the input is positive. It should give the input itself.

    What should become of 3?
    """
    ns.ReLU.compute = lambda self, a: (a > 0).astype(a.dtype)


@misconception("q6")
def relu_slope_one_everywhere(ns):
    """`ReLU.gradient` lets everything through. Where the input was negative, the result is 0 and
    does not move.

    If an input of -3 grows by 0.1, what does the result do?
    """
    ns.ReLU.gradient = lambda self, out_grad, node: out_grad


@misconception("q6")
def relu_signs_exchanged(ns):
    """`ReLU.gradient` lets through where the input was negative. It should be where it was
    positive.

    Where is the slope of ReLU 1?
    """
    mask(ns, lambda a, g: a < 0)


@misconception("q6")
def relu_by_the_sign_of_out_grad(ns):
    """`ReLU.gradient` looks at the sign of what comes in. It matters whether the input was
    positive, and a gradient of either sign passes there.

    What should be sent back when -2 comes in at an input of 3?
    """
    mask(ns, lambda a, g: g > 0)


@misconception("q6")
def relu_of_ones(ns):
    """`ReLU.gradient` sends ones and zeros, and what comes in is left out. The chain rule
    multiplies by it.

    If the loss changes by 5 for each unit of the result, by how much for each unit of the input?
    """

    def gradient(self, out_grad, node):
        return ns.Tensor.make_const((node.realize_cached_data() > 0).astype(node.dtype))

    ns.ReLU.gradient = gradient


@misconception("q6")
def relu_times_value(ns):
    """`ReLU.gradient` multiplies by the result. Its slope is 1 or 0, however large the input is.

    How steep is ReLU at 3, and how steep at 5?
    """
    ns.ReLU.gradient = lambda self, out_grad, node: out_grad * node


@misconception("q6")
def relu_without_history(ns):
    """The numbers are right, and what comes in is turned into an array. So the gradient does not
    depend on it any more, and cannot be differentiated again.

    Which of the two factors may be an array, and which has to stay a tensor?
    """
    right = ns.ReLU.gradient
    ns.ReLU.gradient = lambda self, out_grad, node: right(self, out_grad.detach(), node)


def batches(X, y, batch):
    return [(X[i : i + batch], y[i : i + batch]) for i in range(0, len(X), batch)]


def gradients(ns, X, y, W1, W2, scale=1.0, logits=None, classes=None):
    """The gradients of a batch's loss, by backward."""
    one_hot = np.eye(classes or W2.shape[1], dtype=W2.dtype)[y]
    inputs = ns.Tensor(X, requires_grad=False)
    Z = ns.relu(inputs @ W1) @ W2 if logits is None else logits(inputs, W1, W2)
    loss = ns.softmax_loss(Z, ns.Tensor(one_hot, requires_grad=False)) * scale
    loss.backward()
    return W1.grad.numpy(), W2.grad.numpy()


def epoch(ns, step=None, parts=batches, slopes=gradients, scale=lambda X, part, batch: 1.0):
    """Install an epoch: how the examples are parted, what a step is, what a gradient is."""

    def move(W, slope, lr):
        return ns.Tensor(W.numpy() - lr * slope)

    def nn_epoch(X, y, W1, W2, lr=0.1, batch=100):
        for part, labels in parts(X, y, batch):
            by_W1, by_W2 = slopes(ns, part, labels, W1, W2, scale(X, part, batch))
            if step is not None:
                W1, W2 = step(W1, W2, by_W1, by_W2, lr)
            else:
                W1, W2 = move(W1, by_W1, lr), move(W2, by_W2, lr)
        return W1, W2

    ns.nn_epoch = nn_epoch


@misconception("q6")
def epoch_last_batch_dropped(ns):
    """A last batch that is shorter is left out. These examples are never learned from.

    How many batches of 4 does it take to see 10 examples?
    """
    epoch(ns, parts=lambda X, y, batch: [p for p in batches(X, y, batch) if len(p[0]) == batch])


@misconception("q6")
def epoch_first_batch_only(ns):
    """One step is made, with the first batch. An epoch goes through all examples.

    Is your `return` inside of the loop, or after it?
    """
    epoch(ns, parts=lambda X, y, batch: batches(X, y, batch)[:1])


@misconception("q6")
def epoch_all_in_one_batch(ns):
    """One step is made, with all examples together. There should be a step after each `batch` of
    them.

    How many steps should there be for 6 examples and `batch=3`?
    """
    epoch(ns, parts=lambda X, y, batch: [(X, y)])


@misconception("q6")
def epoch_one_example_at_a_time(ns):
    """A step is made for each example. There should be one for each `batch` of them.

    How many steps should there be for 6 examples and `batch=3`?
    """
    epoch(ns, parts=lambda X, y, batch: batches(X, y, 1))


@misconception("q6")
def epoch_backward_through_the_examples(ns):
    """The batches are taken from the end to the start. Steps depend on what was learned before
    them, so the order counts.

    Which examples should be in the first batch?
    """
    epoch(ns, parts=lambda X, y, batch: batches(X, y, batch)[::-1])


@misconception("q6", ways=("of the batch", "of a whole batch"))
def epoch_gradient_of_the_sum(ns, way):
    """A step is larger the more examples there are in a batch: the gradient is that of the summed
    loss.

    What does `softmax_loss` give, and is it multiplied by something on the way?
    """
    whole = way == "of a whole batch"
    epoch(ns, scale=lambda X, part, batch: float(batch if whole else len(part)))


@misconception("q6")
def epoch_mean_taken_twice(ns):
    """The gradient is divided by the number of examples once more. The loss is a mean already.

    How does the gradient of a mean depend on how many examples there are?
    """
    epoch(ns, scale=lambda X, part, batch: 1.0 / len(part))


@misconception("q6")
def epoch_short_batch_counts_less(ns):
    """A last batch that is shorter makes a shorter step: its loss is divided by `batch`, and should
    be by the number of examples that are in it.

    How many examples are in the last batch of 4 when there are 10?
    """
    epoch(ns, scale=lambda X, part, batch: len(part) / min(batch, len(X)))


@misconception("q6")
def epoch_uphill(ns):
    """The weights move along the gradient, and the loss grows. They should move against it.

    In which direction does the gradient point: up or down?
    """
    epoch(ns, scale=lambda X, part, batch: -1.0)


def moved(ns, first, second):
    """A step that changes the matrices by something of the gradient and the learning rate."""

    def step(W1, W2, by_W1, by_W2, lr):
        return (
            ns.Tensor(W1.numpy() - first(by_W1, lr)),
            ns.Tensor(W2.numpy() - second(by_W2, lr)),
        )

    epoch(ns, step)


@misconception("q6")
def epoch_only_second_matrix(ns):
    """Only `W2` learns. Both matrices have a gradient.

    What is assigned to `W1` after each batch?
    """
    moved(ns, lambda slope, lr: 0.0 * slope, lambda slope, lr: lr * slope)


@misconception("q6")
def epoch_only_first_matrix(ns):
    """Only `W1` learns. Both matrices have a gradient.

    What is assigned to `W2` after each batch?
    """
    moved(ns, lambda slope, lr: lr * slope, lambda slope, lr: 0.0 * slope)


@misconception("q6")
def epoch_learning_rate_one(ns):
    """The whole gradient is subtracted: the learning rate is left out.

    What should happen to the step when `lr` is half as large?
    """
    moved(ns, lambda slope, lr: slope, lambda slope, lr: slope)


@misconception("q6")
def epoch_learning_rate_fixed(ns):
    """The learning rate is 0.1, whatever `lr` says. That is only what it is when nobody says
    anything.

    Where does your loop look at `lr`?
    """
    moved(ns, lambda slope, lr: 0.1 * slope, lambda slope, lr: 0.1 * slope)


@misconception("q6")
def epoch_learning_rate_squared(ns):
    """The gradient is multiplied by `lr` twice.

    How often does `lr` occur between the gradient and the new weights?
    """
    moved(ns, lambda slope, lr: lr * lr * slope, lambda slope, lr: lr * lr * slope)


@misconception("q6")
def epoch_gradients_at_the_start(ns):
    """All gradients are taken at the weights that were given. After a batch the weights are others,
    and the next gradient belongs to those.

    With which weights is the loss of the second batch computed?
    """

    def nn_epoch(X, y, W1, W2, lr=0.1, batch=100):
        new = [W1.numpy(), W2.numpy()]
        for part, labels in batches(X, y, batch):
            by = gradients(ns, part, labels, W1, W2)
            new = [W - lr * slope for W, slope in zip(new, by, strict=False)]
        return tuple(map(ns.Tensor, new))

    ns.nn_epoch = nn_epoch


@misconception("q6")
def epoch_gradients_pile_up(ns):
    """Each step also makes the steps of all batches before it once more: their gradients are added
    up and never set back.

    Which batches should the second step depend on?
    """

    def nn_epoch(X, y, W1, W2, lr=0.1, batch=100):
        total = [0.0, 0.0]
        for part, labels in batches(X, y, batch):
            by = gradients(ns, part, labels, W1, W2)
            total = [old + slope for old, slope in zip(total, by, strict=False)]
            W1, W2 = (
                ns.Tensor(W.numpy() - lr * slope) for W, slope in zip((W1, W2), total, strict=False)
            )
        return W1, W2

    ns.nn_epoch = nn_epoch


@misconception("q6")
def epoch_returns_what_it_was_given(ns):
    """The weights that come back are those that were given. The new ones are lost.

    Which names do you assign the new matrices to, and which ones do you return?
    """
    ns.nn_epoch = lambda X, y, W1, W2, lr=0.1, batch=100: (W1, W2)


@misconception("q6")
def epoch_relu_left_out(ns):
    """There is no ReLU between the two matrices. Without it the network is one matrix.

    What stands between the two products in the formula for the logits?
    """

    def slopes(ns, X, y, W1, W2, scale):
        return gradients(ns, X, y, W1, W2, scale, lambda inputs, W1, W2: (inputs @ W1) @ W2)

    epoch(ns, slopes=slopes)


@misconception("q6")
def epoch_relu_on_the_logits(ns):
    """The logits go through ReLU as well. Then none can be below 0.

    How many times does ReLU occur in the formula for the logits?
    """

    def logits(inputs, W1, W2):
        return ns.relu(ns.relu(inputs @ W1) @ W2)

    def slopes(ns, X, y, W1, W2, scale):
        return gradients(ns, X, y, W1, W2, scale, logits)

    epoch(ns, slopes=slopes)


@misconception("q6", ways=("all labels", "those of a batch"))
def epoch_classes_counted_in_labels(ns, way):
    """How wide the one-hot rows are is taken from the labels that occur. There may be classes of
    which there is no example.

    Which array knows how many classes there are, whatever the labels are?
    """

    def parts(X, y, batch):
        return [
            (inputs, labels, np.max(y if way == "all labels" else labels) + 1)
            for inputs, labels in batches(X, y, batch)
        ]

    def nn_epoch(X, y, W1, W2, lr=0.1, batch=100):
        for inputs, labels, classes in parts(X, y, batch):
            by_W1, by_W2 = gradients(ns, inputs, labels, W1, W2, classes=classes)
            W1, W2 = ns.Tensor(W1.numpy() - lr * by_W1), ns.Tensor(W2.numpy() - lr * by_W2)
        return W1, W2

    ns.nn_epoch = nn_epoch


@misconception("q6")
def epoch_keeps_history(ns):
    """The new weights remember all the steps they were made by. So the graph grows with each
    batch, and the next epoch walks through all of it.

    Is the new `W1` a leaf, or the result of an operation?
    """

    def step(W1, W2, by_W1, by_W2, lr):
        return W1 - ns.Tensor(by_W1) * lr, W2 - ns.Tensor(by_W2) * lr

    epoch(ns, step)


@misconception("q6", ways=("array", "tensor"))
def epoch_in_place(ns, way):
    """The numbers are right, and the arrays that were given have changed. They belong to whoever
    called `nn_epoch`.

    What is the difference between `w = w - step` and `w -= step` for an array?
    """

    def nn_epoch(X, y, W1, W2, lr=0.1, batch=100):
        for part, labels in batches(X, y, batch):
            by = gradients(ns, part, labels, W1, W2)
            for W, slope in zip((W1, W2), by, strict=False):
                W.cached_data -= (lr * slope).astype(W.dtype)
        return (W1, W2) if way == "tensor" else (ns.Tensor(W1), ns.Tensor(W2))

    ns.nn_epoch = nn_epoch


@misconception("q6")
def epoch_not_by_backward(ns):
    """The gradients are right, and they do not come from `backward`: they are derived by hand, or
    are differences of the loss. Your engine is not used.

    Which call finds the gradients of any network?
    """

    def slopes(ns, X, y, W1, W2, scale):
        W1, W2 = W1.numpy(), W2.numpy()
        before = X @ W1
        hidden = np.maximum(before, 0)
        powers = np.exp(hidden @ W2)
        probabilities = powers / powers.sum(axis=1, keepdims=True)
        slope = (probabilities - np.eye(W2.shape[1], dtype=W2.dtype)[y]) / len(X)
        return X.T @ ((slope @ W2.T) * (before > 0)), hidden.T @ slope

    epoch(ns, slopes=slopes)


@misconception("q6")
def epoch_all_data_in_each_step(ns):
    """There are as many steps as batches, and each takes all examples. A step should take its own
    batch.

    Where in the loop are `X` and `y` cut?
    """
    epoch(ns, parts=lambda X, y, batch: [(X, y)] * len(batches(X, y, batch)))


@misconception("q6")
def epoch_twice(ns):
    """All examples are gone through twice. One epoch sees each of them once.

    How many steps should there be for 6 examples and `batch=3`?
    """
    epoch(ns, parts=lambda X, y, batch: batches(X, y, batch) * 2)


@misconception("q6")
def epoch_relu_behind_both(ns):
    """ReLU stands behind the second product. It belongs between the two.

    What is inside of the brackets of ReLU in the formula for the logits?
    """

    def slopes(ns, X, y, W1, W2, scale):
        logits = lambda inputs, W1, W2: ns.relu((inputs @ W1) @ W2)  # noqa: E731
        return gradients(ns, X, y, W1, W2, scale, logits)

    epoch(ns, slopes=slopes)


@misconception("q6")
def epoch_matrices_exchanged(ns):
    """The matrices come back in the wrong order: `W2` first.

    In which order are they asked for?
    """
    right = ns.nn_epoch
    ns.nn_epoch = lambda *given, **named: right(*given, **named)[::-1]


@misconception("q6")
def epoch_gives_no_tensors(ns):
    """Two things come back, and not both are tensors. Arrays have no gradient in the next epoch.

    What makes a tensor of an array?
    """
    right = ns.nn_epoch
    ns.nn_epoch = lambda *given, **named: [W.numpy() for W in right(*given, **named)]


@misconception("q6")
def epoch_not_returned(ns):
    """Nothing is returned. What was learned is lost.

    What does a function give back that ends without a `return`?
    """
    ns.nn_epoch = lambda X, y, W1, W2, lr=0.1, batch=100: None


@misconception("q6", ways=("0.01", "0.1", "0.2"))
def relu_leaky(ns, way):
    """What is negative is made small. It should become 0.

    What should become of -3?
    """
    ns.ReLU.compute = lambda self, a: np.where(a > 0, a, float(way) * a)


@misconception("q6", ways=("0.01", "0.1", "0.2"))
def relu_leaky_slope(ns, way):
    """Where the input was negative, a small part of what comes in is let through. The result is 0
    there and does not move.

    If an input of -3 grows by 0.1, what does the result do?
    """
    small = float(way)

    def gradient(self, out_grad, node):
        slopes = np.where(node.inputs[0].realize_cached_data() > 0, 1.0, small)
        return out_grad * ns.Tensor.make_const(slopes)

    ns.ReLU.gradient = gradient
