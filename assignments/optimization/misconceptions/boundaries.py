"""Wrong boundaries, and wrong losses over the weights."""

import numpy as np

from autograder.explaining.misconceptions import misconception


@misconception("q7")
def boundary_weights_exchanged(ns):
    """The two weights stand in each other's place.

    If w[1] x1 stands alone on one side, by what do you divide?
    """
    ns.boundary = lambda w, b, x0: -(w[1] * x0 + b) / w[0]


@misconception("q7")
def boundary_bias_sign(ns):
    """The bias has the wrong sign.

    What is x1 at x0 = 0, and what does w · x + b give there?
    """
    ns.boundary = lambda w, b, x0: -(w[0] * x0 - b) / w[1]


@misconception("q7")
def boundary_without_the_bias(ns):
    """The bias is left out, so that all boundaries go through the middle.

    What is x1 at x0 = 0?
    """
    ns.boundary = lambda w, b, x0: -(w[0] * x0) / w[1]


@misconception("q7")
def boundary_sign_forgotten(ns):
    """The minus is missing that comes when a term is brought to the other side.

    Put your x1 into w · x + b: is it 0?
    """
    ns.boundary = lambda w, b, x0: (w[0] * x0 + b) / w[1]


@misconception("q7", ways=("minus", "plus"))
def boundary_not_divided(ns, way):
    """It is not divided by the second weight. So what is given is w[1] x1, and not x1.

    Put your x1 into w · x + b: is it 0?
    """
    sign = -1.0 if way == "minus" else 1.0
    ns.boundary = lambda w, b, x0: sign * (w[0] * x0 + b)


@misconception("q7", ways=("the bias", "x0", "the bias, plus", "x0, plus"))
def boundary_one_term_divided(ns, way):
    """Only one of the two terms is divided by the second weight.

    What does a fraction line over a sum divide, and what does `a + b / c` divide?
    """
    ns.boundary = {
        "the bias": lambda w, b, x0: -w[0] * x0 - b / w[1],
        "x0": lambda w, b, x0: -w[0] * x0 / w[1] - b,
        "the bias, plus": lambda w, b, x0: -w[0] * x0 + b / w[1],
        "x0, plus": lambda w, b, x0: -w[0] * x0 / w[1] + b,
    }[way]


@misconception("q7")
def boundary_along_the_weights(ns):
    """The line goes in the direction of the weights. The boundary is at right angles to them.

    Which points x have w · x = 0?
    """
    ns.boundary = lambda w, b, x0: (w[1] * x0 + b) / w[0]


@misconception("q7", ways=("1", "-1"))
def boundary_of_another_output(ns, way):
    """The line is where the output inside tanh is 1, or -1. The boundary is where it is 0.

    Which number lies in the middle between the two labels?
    """
    level = float(way)
    ns.boundary = lambda w, b, x0: (level - w[0] * x0 - b) / w[1]


def install(ns, pair=None, bias=None, back=True, result=None, loss=None):
    """loss_surface anew: `pair(w0, w1, before)` is the weight that is put in."""

    def loss_surface(perceptron, dataset, W0, W1):
        layer, mseloss = perceptron.linear, ns.MSELoss()
        before, old = layer.weight.value, layer.bias.value
        Z = np.zeros(W0.shape)
        for place in np.ndindex(W0.shape):
            w0, w1 = W0[place], W1[place]
            layer.weight.value = np.array([pair(w0, w1, before[0]) if pair else [w0, w1]])
            if bias is not None:
                layer.bias.value = np.array([[bias]])
            if loss:
                Z[place] = loss(perceptron, dataset, mseloss).item()
            else:
                Z[place] = perceptron.forward_dataset(dataset, mseloss).value
        if back:
            layer.weight.value = before
        layer.bias.value = old
        return result(Z) if result else Z

    ns.loss_surface = loss_surface


@misconception("q7")
def loss_surface_weights_exchanged(ns):
    """The two weights stand in each other's place.

    Which of the two grids holds the first weight?
    """
    install(ns, lambda w0, w1, before: [w1, w0])


@misconception("q7")
def loss_surface_transposed(ns):
    """Rows and columns of the result are exchanged.

    Which shape should the result have, and for which weights is `Z[0, 1]` the loss?
    """
    install(ns, result=lambda Z: Z.T)


@misconception("q7")
def loss_surface_leaves_other_weights(ns):
    """Afterwards the perceptron has the last weights of the grid. It should have its own again.

    Which weights has the perceptron before, and where are they kept meanwhile?
    """
    install(ns, back=False)


@misconception("q7")
def loss_surface_without_the_bias(ns):
    """The bias is set to 0. It should stay as it is.

    Which of the three parameters are varied?
    """
    install(ns, bias=0.0)


@misconception("q7", ways=("the first", "the second"))
def loss_surface_one_weight(ns, way):
    """Only one of the two weights is varied, and the other one stays.

    How many weights has the perceptron, and how many grids are given?
    """
    if way == "the first":
        install(ns, lambda w0, w1, before: [w0, before[1]])
    else:
        install(ns, lambda w0, w1, before: [before[0], w1])


@misconception("q7", ways=("its own", "zeros"))
def loss_surface_the_same_everywhere(ns, way):
    """All entries are alike: the weights are not put where the perceptron looks for them.

    Which attribute of which variable does the layer compute with?
    """
    if way == "its own":
        install(ns, lambda w0, w1, before: before)
    else:
        install(ns, result=lambda Z: np.zeros(Z.shape))


@misconception("q7")
def loss_surface_in_one_row(ns):
    """The losses stand in one row. They should have the shape of the grid.

    Which shape has `W0`?
    """
    install(ns, result=np.ravel)


@misconception("q7", ways=("the first", "the last"))
def loss_surface_of_one_example(ns, way):
    """The loss is that of one example. The mean over all of them is asked for.

    What does `forward_dataset` give?
    """

    def loss(perceptron, dataset, mseloss):
        x, y = dataset[0 if way == "the first" else len(dataset) - 1]
        return mseloss(perceptron(x), y).value

    install(ns, loss=loss)


@misconception("q7")
def loss_surface_is_a_sum(ns):
    """The losses are added up over the examples. Their mean is asked for.

    What does `forward_dataset` give?
    """
    install(
        ns,
        loss=lambda perceptron, dataset, mseloss: (
            perceptron.forward_dataset(dataset, mseloss).value * len(dataset)
        ),
    )


@misconception("q7")
def loss_surface_tells_nobody(ns):
    """Nothing is returned.

    What does the caller wait for, and where is the `return`?
    """
    install(ns, result=lambda Z: None)
