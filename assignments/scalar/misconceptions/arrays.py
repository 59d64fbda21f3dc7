"""Wrong ways into arrays of values, out of them, and through the network."""

import numpy as np

from autograder.explaining.misconceptions import misconception


@misconception("q6")
def wrap_one_value(ns):
    """One and the same value stands in every place of the array. Each element needs a value of
    its own, or their gradients are mixed up.

    Does `fill` make a new object for every place?
    """

    def wrap_array(a):
        wrapped = np.empty(np.shape(a), dtype=object)
        wrapped.fill(ns.AutogradValue(float(np.ravel(a)[0])))
        return wrapped

    ns.wrap_array = wrap_array


@misconception("q6")
def wrap_equal_shared(ns):
    """Equal numbers share one value. Each element needs a value of its own, also when the
    numbers happen to be the same.

    If two weights are both 1, do they have the same gradient?
    """

    def wrap_array(a):
        kept = {}
        wrapped = np.empty(np.shape(a), dtype=object)
        for index, number in np.ndenumerate(np.asarray(a)):
            wrapped[index] = kept.setdefault(float(number), ns.AutogradValue(float(number)))
        return wrapped

    ns.wrap_array = wrap_array


@misconception("q6")
def wrap_same_row(ns):
    """The first row's values stand in every row. Each element needs a value of its own.

    Does `[row] * n` make n rows, or n times the same one?
    """

    def wrap_array(a):
        row = [ns.AutogradValue(float(number)) for number in np.asarray(a)[0]]
        return np.array([row] * len(a), dtype=object)

    ns.wrap_array = wrap_array


@misconception("q6")
def wrap_flat(ns):
    """The wrapped array has lost its shape: it is one long row. A matrix should stay a matrix.

    What is the shape of the array before and after your loop?
    """
    right = ns.wrap_array
    ns.wrap_array = lambda a: right(a).ravel()


@misconception("q6")
def wrap_transposed(ns):
    """Rows and columns have changed places. Element [i, j] should come from element [i, j].

    For an array of shape (2, 3), which shape comes back?
    """
    right = ns.wrap_array
    ns.wrap_array = lambda a: right(a).T


@misconception("q6")
def wrap_integers(ns):
    """The numbers have lost their decimals. Something on the way makes whole numbers of them.

    What does `int(2.7)` give?
    """
    right = ns.wrap_array
    ns.wrap_array = lambda a: right(np.asarray(a).astype(int))


@misconception("q6")
def wrap_zeros(ns):
    """The wrapped array has the right shape and holds zeros. The numbers themselves are lost.

    Which number is each new `AutogradValue` made from?
    """
    right = ns.wrap_array
    ns.wrap_array = lambda a: right(np.zeros(np.shape(a)))


@misconception("q6")
def unwrap_flat(ns):
    """The gradients come back as one long row. They should have the shape of what they belong
    to.

    What is the shape of the array before and after your loop?
    """
    right = ns.unwrap_gradient
    ns.unwrap_gradient = lambda a: right(a).ravel()


@misconception("q6")
def unwrap_transposed(ns):
    """Rows and columns of the gradients have changed places. Element [i, j] belongs to [i, j].

    For an array of shape (2, 3), which shape comes back?
    """
    right = ns.unwrap_gradient
    ns.unwrap_gradient = lambda a: right(a).T


@misconception("q6")
def unwrap_values(ns):
    """The values come back, not the gradients. A value has both.

    Which attribute of an `AutogradValue` does `backward` fill?
    """
    ns.unwrap_gradient = lambda a: np.array([v.value for v in a.ravel()]).reshape(a.shape)


@misconception("q6")
def unwrap_integers(ns):
    """The gradients have lost their decimals. An array of whole numbers cuts off whatever is
    stored in it.

    What is the dtype of the array that you write the gradients into?
    """
    right = ns.unwrap_gradient
    ns.unwrap_gradient = lambda a: right(a).astype(int)


@misconception("q6")
def unwrap_objects(ns):
    """The array of values itself comes back, not an array of floats. NumPy cannot compute with
    it as fast, and it holds no gradients by itself.

    What is the dtype of what you return?
    """
    ns.unwrap_gradient = lambda a: a


@misconception("q6")
def unwrap_one_row(ns):
    """Only the first row of gradients comes back. Every element has one.

    Where does your loop `return`: inside it or after it?
    """
    right = ns.unwrap_gradient
    ns.unwrap_gradient = lambda a: right(a)[0]


@misconception("q6")
def unwrap_first_row(ns):
    """The first row's gradients stand in every row. Each element has its own.

    Which row does your inner loop read from, the first one or the one it is at?
    """
    right = ns.unwrap_gradient
    ns.unwrap_gradient = lambda a: np.array([right(a)[0]] * len(a))


@misconception("q6")
def unwrap_zeros(ns):
    """The array has the right shape and holds zeros. Nothing was written into it.

    Where do the gradients go that your code reads from the elements?
    """
    ns.unwrap_gradient = lambda a: np.zeros(a.shape)


def network(ns, result):
    """Install an nll_and_grad that returns `result(self, loss, gradients, X)`."""

    def nll_and_grad(self, X, y):
        wrapped = [ns.wrap_array(weights) for weights in self.weights]
        loss = self.nll(X, y, wrapped)
        loss.backward()
        gradients = [ns.unwrap_gradient(weights) for weights in wrapped]
        return result(self, loss, gradients, X)

    ns.NeuralNetwork.nll_and_grad = nll_and_grad


@misconception("q7")
def network_mean(ns):
    """The gradients are divided by the number of points. The loss is a sum over the points, so
    its gradient is one too.

    Is the loss that you return divided by the number of points as well?
    """
    network(ns, lambda self, loss, grads, X: (loss.value, [g / len(X) for g in grads]))


@misconception("q7")
def network_mean_loss(ns):
    """The loss and its gradients are divided by the number of points. The loss asked for is the
    sum over the points, as `nll` computes it.

    What does `nll` return for the same points twice over?
    """
    network(ns, lambda self, loss, grads, X: (loss.value / len(X), [g / len(X) for g in grads]))


@misconception("q7")
def network_sign(ns):
    """The gradients have the wrong sign. Going downhill is what the training does with them
    later.

    Which way does the gradient point: to larger losses or to smaller ones?
    """
    network(ns, lambda self, loss, grads, X: (loss.value, [-g for g in grads]))


@misconception("q7")
def network_loss_minus(ns):
    """Loss and gradients have the wrong sign. The negative log-likelihood is positive.

    Can the likelihood of a label be more than 1, and what is the sign of its logarithm?
    """
    network(ns, lambda self, loss, grads, X: (-loss.value, [-g for g in grads]))


@misconception("q7")
def network_loss_node(ns):
    """The loss comes back as an `AutogradValue`. A plain number is asked for.

    Which attribute holds the number inside?
    """
    network(ns, lambda self, loss, grads, X: (loss, grads))


@misconception("q7")
def network_weights_left_wrapped(ns):
    """After the call, `self.weights` holds wrapped arrays. The model's own weights should stay
    the plain numbers they were.

    Where else could the wrapped weights go, if `nll` takes them as its argument `w`?
    """

    def nll_and_grad(self, X, y):
        self.weights = [ns.wrap_array(weights) for weights in self.weights]
        loss = self.nll(X, y)
        loss.backward()
        return loss.value, [ns.unwrap_gradient(weights) for weights in self.weights]

    ns.NeuralNetwork.nll_and_grad = nll_and_grad


@misconception("q7")
def network_last_layer(ns):
    """Only the last matrix has a gradient; the others are zeros. Every layer's weights change
    the loss.

    Which of the matrices did you wrap before you computed the loss?
    """

    def result(self, loss, grads, X):
        return loss.value, [*(np.zeros_like(g) for g in grads[:-1]), grads[-1]]

    network(ns, result)


@misconception("q7")
def network_reversed(ns):
    """The gradients come in reverse order. Each belongs to the matrix in the same place of
    `self.weights`.

    Which shape does the first matrix have, and which shape your first gradient?
    """
    network(ns, lambda self, loss, grads, X: (loss.value, grads[::-1]))


@misconception("q7")
def network_no_backward(ns):
    """All gradients are 0: nothing has gone backward to the values they are read from, or they were
    set to 0 after that.

    Which call fills gradients, and are the values that you unwrap those the loss was made of?
    """
    network(ns, lambda self, loss, grads, X: (loss.value, [np.zeros_like(g) for g in grads]))


@misconception("q7")
def network_twice(ns):
    """The way backward is gone twice. Gradients add up over calls of `backward`, on every value
    between the loss and the weights.

    How often does your code go backward from the loss?
    """

    def nll_and_grad(self, X, y):
        wrapped = [ns.wrap_array(weights) for weights in self.weights]
        loss = self.nll(X, y, wrapped)
        for _ in range(2):
            loss.backward()
        return loss.value, [ns.unwrap_gradient(weights) for weights in wrapped]

    ns.NeuralNetwork.nll_and_grad = nll_and_grad


@misconception("q7")
def network_doubled(ns):
    """The gradients are twice as large as they should be. Nothing in the loss has a factor of 2.

    If you nudge a weight by a little, how much does the loss change, and what does your code say?
    """
    network(ns, lambda self, loss, grads, X: (loss.value, [2 * g for g in grads]))


@misconception("q7")
def network_flat(ns):
    """All gradients come back in one long list of numbers. One array for each matrix of weights is
    asked for.

    How many entries does `self.weights` have, and how many does your list?
    """

    def result(self, loss, grads, X):
        return loss.value, [float(number) for g in grads for number in g.ravel()]

    network(ns, result)


@misconception("q7")
def network_rows(ns):
    """The gradients come back as long rows. Each should have the shape of its matrix of weights.

    What do the shapes of `self.weights[0]` and of your first gradient say?
    """
    network(ns, lambda self, loss, grads, X: (loss.value, [g.ravel() for g in grads]))


@misconception("q7")
def network_weights_as_gradient(ns):
    """The weights come back in the gradients' place. A wrapped weight has a value and a
    gradient.

    What does `unwrap_gradient` take from each element?
    """
    network(ns, lambda self, loss, grads, X: (loss.value, [w.copy() for w in self.weights]))


@misconception("q7")
def network_weights_updated(ns):
    """The call changes `self.weights`. It should only tell the gradient; the step is the
    training's business.

    Who subtracts the gradient from the weights when the network is trained?
    """

    def result(self, loss, grads, X):
        self.weights = [w - 0.04 * g for w, g in zip(self.weights, grads, strict=True)]
        return loss.value, grads

    network(ns, result)
