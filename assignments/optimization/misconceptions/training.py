"""Wrong trainings: told too late, kept without a copy, or of something else."""

import numpy as np

from autograder.explaining.misconceptions import misconception


def install(
    ns,
    tell=("before", "before", "before"),
    back=True,
    step=True,
    which=None,
    loss=None,
    settings=lambda lr, epochs: (lr, epochs),
    made=None,
    result=None,
):
    """train anew: `tell` says of each history whether before or after the step."""

    def train(perceptron, dataset, lr=0.1, epochs=100):
        lr, epochs = settings(lr, epochs)
        perceptron = made(perceptron) if made else perceptron
        layer, mseloss = perceptron.linear, ns.MSELoss()
        params = which(layer) if which else perceptron.collect_parameters()
        optimizer = ns.GD(params, lr)
        histories = [], [], []

        def note(when, losses):
            now = layer.weight.value[0].copy(), layer.bias.value[0, 0], losses
            for history, value, one in zip(histories, now, tell, strict=True):
                if one == when:
                    history.append(value() if callable(value) else value)

        for _ in range(epochs):
            if back:
                optimizer.zero_grad()
            if loss:
                now = loss(perceptron, dataset, mseloss)
            else:
                now = perceptron.forward_dataset(dataset, mseloss)
            note("before", float(now.value))
            now.backward()
            if step:
                optimizer.step()
            note("after", lambda: float(perceptron.forward_dataset(dataset, mseloss).value))
        found = tuple(map(np.array, histories))
        return result(*found, layer) if result else found

    ns.train = train


@misconception("q6", ways=("weights and biases", "weights", "biases", "losses", "all"))
def train_told_after_the_step(ns, way):
    """What is told is what it was after the step. So the beginning is missing.

    What should stand at `weights[0]`?
    """
    names = ("weights", "biases", "losses")
    install(ns, ["after" if way == "all" or name in way else "before" for name in names])


@misconception("q6")
def train_gradients_never_set_back(ns):
    """The gradients are never set back, so that those of all steps add up.

    After two calls of `backward`, what is in `weight.grad`, and which method is there for that?
    """
    install(ns, back=False)


@misconception("q6", ways=("weights", "weights and biases"))
def train_keeps_no_copies(ns, way):
    """What is kept is the variable, or its array, and not a copy. In the end, all entries are what
    it holds then.

    If you look at the first entry after the training, which weights does it show?
    """

    def result(weights, biases, losses, layer):
        weights = np.array([layer.weight.value[0]] * len(weights))
        if way != "weights":
            biases = np.array([layer.bias.value[0, 0]] * len(biases))
        return weights, biases, losses

    install(ns, result=result)


@misconception("q6", ways=("weights", "biases", "both", "all columns", "losses"))
def train_axes_left_over(ns, way):
    """The arrays have axes of length 1 that nobody asked for.

    Which shape has `perceptron.linear.weight.value`, and which one should a row of the result have?
    """

    def result(weights, biases, losses, layer):
        if way in ("weights", "both", "all columns"):
            weights = weights[:, None, :]
        if way in ("biases", "both"):
            biases = biases[:, None, None]
        if way == "all columns":
            biases = biases[:, None]
        return weights, biases, losses[:, None, None] if way == "losses" else losses

    install(ns, result=result)


@misconception("q6", ways=("losses first", "biases first"))
def train_results_exchanged(ns, way):
    """The three arrays stand in another order than weights, biases, losses.

    What does the text ask for first?
    """
    if way == "losses first":
        install(ns, result=lambda weights, biases, losses, layer: (losses, weights, biases))
    else:
        install(ns, result=lambda weights, biases, losses, layer: (biases, weights, losses))


@misconception("q6", ways=("losses", "weights and losses", "the perceptron"))
def train_tells_too_little(ns, way):
    """Not all of the three histories are returned.

    Which three arrays are asked for?
    """

    def result(weights, biases, losses, layer):
        return {"losses": losses, "weights and losses": (weights, losses)}.get(way, layer)

    install(ns, result=result)


@misconception("q6", ways=("0.1", "100", "0.1 and 100"))
def train_with_its_own_settings(ns, way):
    """Numbers stand in the code where the caller's settings should be used.

    What changes in your code when the caller asks for another rate, or another number of steps?
    """
    install(
        ns,
        settings=lambda lr, epochs: (0.1 if "0.1" in way else lr, 100 if "100" in way else epochs),
    )


@misconception("q6")
def train_one_step_too_many(ns):
    """There is one step too many.

    How many numbers does `range(n + 1)` give?
    """
    install(ns, settings=lambda lr, epochs: (lr, epochs + 1))


@misconception("q6")
def train_one_step_too_few(ns):
    """There is one step too few.

    How many numbers does `range(1, n)` give?
    """
    install(ns, settings=lambda lr, epochs: (lr, epochs - 1))


@misconception("q6", ways=("the weight", "the bias"))
def train_one_parameter_alone(ns, way):
    """Only one of the two parameters is trained.

    Which parameters has the optimizer been given, and who lists all of them?
    """
    install(ns, which=lambda layer: [layer.weight if way == "the weight" else layer.bias])


@misconception("q6")
def train_stands_still(ns):
    """Nothing moves: weights and bias are what they were at the beginning.

    Which call fills in the gradients, and which one changes the values?
    """
    install(ns, step=False)


@misconception("q6")
def train_a_perceptron_of_its_own(ns):
    """Another perceptron is trained, a new one. The caller's stays as it was.

    What is the argument `perceptron` for?
    """
    install(ns, made=lambda one: ns.Perceptron(1, one.linear.weight.value.shape[1]))


@misconception("q6", ways=("the first", "the last"))
def train_on_one_example(ns, way):
    """The loss is that of one example. It is the mean over all of them that should go down.

    What does `forward_dataset` give?
    """

    def loss(perceptron, dataset, mseloss):
        x, y = dataset[0 if way == "the first" else len(dataset) - 1]
        return mseloss(perceptron(x), y)

    install(ns, loss=loss)


@misconception("q6")
def train_sum_of_losses(ns):
    """The losses of all examples are added up. The mean is asked for.

    Should the steps be longer where there are more examples?
    """
    install(
        ns,
        loss=lambda perceptron, dataset, mseloss: (
            perceptron.forward_dataset(dataset, mseloss) * float(len(dataset))
        ),
    )


@misconception("q6", ways=("the mean", "the last", "the loss before"))
def train_steps_for_each_example(ns, way):
    """A step is taken for each example. Here all examples together make one step.

    How many steps should there be in one epoch?
    """

    def train(perceptron, dataset, lr=0.1, epochs=100):
        optimizer, mseloss = ns.GD(perceptron.collect_parameters(), lr), ns.MSELoss()
        layer, weights, biases, losses = perceptron.linear, [], [], []
        for _ in range(epochs):
            weights.append(layer.weight.value[0].copy())
            biases.append(layer.bias.value[0, 0])
            before = float(perceptron.forward_dataset(dataset, mseloss).value)
            found = []
            for i in range(len(dataset)):
                x, y = dataset[i]
                optimizer.zero_grad()
                loss = mseloss(perceptron(x), y)
                loss.backward()
                optimizer.step()
                found.append(float(loss.value))
            told = {"the mean": np.mean(found), "the last": found[-1]}
            losses.append(told.get(way, before))
        return np.array(weights), np.array(biases), np.array(losses)

    ns.train = train
