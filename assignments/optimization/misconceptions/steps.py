"""Wrong steps of gradient descent, and gradients that are not set back."""

import numpy as np

from autograder.explaining.misconceptions import misconception


@misconception("q3", ways=("the first", "the last"))
def zero_grad_of_one(ns, way):
    """Only one parameter's gradient is set back.

    How many parameters are in `self.params`, and what does a `return` inside a loop do?
    """

    def zero_grad(self):
        for parameter in self.params[-1:] if way == "the last" else self.params[:1]:
            parameter.grad = np.zeros(parameter.value.shape)

    ns.GD.zero_grad = zero_grad


@misconception("q3")
def zero_grad_gives_none(ns):
    """The gradients are set to None. Messages are added to what is there, and nothing can be added
    to None.

    What should be there, so that a message can be added, and which shape has it?
    """

    def zero_grad(self):
        for parameter in self.params:
            parameter.grad = None

    ns.GD.zero_grad = zero_grad


@misconception("q3")
def zero_grad_gives_ones(ns):
    """The gradients are set to ones. The 1 is that of the end, in `backward`.

    If nothing has been sent yet, what is the sum of all messages?
    """

    def zero_grad(self):
        for parameter in self.params:
            parameter.grad = np.ones(parameter.value.shape)

    ns.GD.zero_grad = zero_grad


@misconception("q3", ways=("values", "values and gradients"))
def zero_grad_of_values(ns, way):
    """The values of the parameters are set to 0. That is all that was learned.

    Which attribute holds what has been sent?
    """

    def zero_grad(self):
        for parameter in self.params:
            parameter.value = np.zeros(parameter.value.shape)
            if way != "values":
                parameter.grad = np.zeros(parameter.value.shape)

    ns.GD.zero_grad = zero_grad


@misconception("q3")
def zero_grad_changes_nothing(ns):
    """The gradients are as they were: another name has got the zeros.

    After `g = parameter.grad; g = 0`, what is `parameter.grad`?
    """
    ns.GD.zero_grad = lambda self: None


@misconception("q3")
def zero_grad_shape_of_the_first(ns):
    """All gradients get zeros of one shape. Each parameter has its own.

    Which shape should the gradient of a matrix have, and which one that of a number?
    """

    def zero_grad(self):
        for parameter in self.params:
            parameter.grad = np.zeros(self.params[0].value.shape)

    ns.GD.zero_grad = zero_grad


def install(ns, new, which=lambda params: params):
    """Step anew: `new(parameter, lr)` is the value afterwards."""

    def step(self):
        for parameter in which(self.params):
            parameter.value = new(parameter, self.lr)

    ns.GD.step = step


@misconception("q3")
def step_uphill(ns):
    """The parameters move in the direction of the gradient, and the loss grows.

    Which way does a function grow fastest, and which way should you go?
    """
    install(ns, lambda p, lr: p.value + lr * p.grad)


@misconception("q3")
def step_without_the_rate(ns):
    """The gradient is subtracted as it is, without the learning rate.

    What should happen to the step if the rate is halved?
    """
    install(ns, lambda p, lr: p.value - p.grad)


@misconception("q3")
def step_rate_twice(ns):
    """The learning rate is a factor of the step twice.

    How far should the step go with the rate 0.1, if the gradient is 1?
    """
    install(ns, lambda p, lr: p.value - lr * lr * p.grad)


@misconception("q3")
def step_divided_by_the_rate(ns):
    """The gradient is divided by the learning rate, and should be multiplied by it.

    Does a small rate make small steps or large ones?
    """
    install(ns, lambda p, lr: p.value - p.grad / lr)


@misconception("q3", ways=("the first", "the last"))
def step_of_one_parameter(ns, way):
    """Only one parameter moves.

    How many parameters are in `self.params`, and what does a `return` inside a loop do?
    """
    one = slice(-1, None) if way == "the last" else slice(0, 1)
    install(ns, lambda p, lr: p.value - lr * p.grad, lambda params: params[one])


@misconception("q3", ways=("by the length", "by the sign", "by the largest"))
def step_of_fixed_length(ns, way):
    """The gradient is brought to a length of 1 before the step. Where it is flat, the steps should
    become small.

    What becomes of the steps near the minimum, with your formula and with the one in the text?
    """

    def new(p, lr):
        if way == "by the sign":
            return p.value - lr * np.sign(p.grad)
        size = np.linalg.norm(p.grad) if way == "by the length" else np.max(np.abs(p.grad))
        return p.value - lr * p.grad / size

    install(ns, new)


@misconception("q3", ways=("minus", "plus"))
def step_forgets_where_it_was(ns, way):
    """The value is set to the step itself. It should be changed by it.

    Where is a parameter after the step if its gradient is 0?
    """
    install(ns, lambda p, lr: (-1.0 if way == "minus" else 1.0) * lr * p.grad)


@misconception("q3")
def step_multiplies(ns):
    """The value is multiplied by 1 - lr · gradient. The step is subtracted from the value.

    How far does a parameter with the value 0 move, and how far should it?
    """
    install(ns, lambda p, lr: p.value * (1.0 - lr * p.grad))


@misconception("q3")
def step_of_the_mean_gradient(ns):
    """All entries of a parameter move by the same, the mean of the gradient. Each entry has its own
    derivative.

    Which shape has the gradient of a matrix, and what do its entries say?
    """
    install(ns, lambda p, lr: p.value - lr * np.mean(p.grad))


@misconception("q3")
def step_changes_the_gradient(ns):
    """What is changed is the gradient, and the value stays.

    Which of the two attributes does a module compute with?
    """

    def step(self):
        for parameter in self.params:
            parameter.grad = parameter.grad - self.lr * parameter.grad

    ns.GD.step = step


@misconception("q3")
def step_leaves_the_parameters(ns):
    """The parameters are as they were: a new variable, or another name, has got the result. The
    module holds the old ones.

    After `parameter = parameter - step`, what has become of the variable in the module?
    """
    ns.GD.step = lambda self: None


@misconception("q3", ways=("to 0", "times the rate"))
def step_changes_the_gradients(ns, way):
    """`step` changes the gradients as well: it sets them to 0, which is what `zero_grad` is for, or
    multiplies them by the rate in place.

    If somebody looks at the gradients after a step, what do they want to see?
    """

    def step(self):
        for parameter in self.params:
            parameter.value = parameter.value - self.lr * parameter.grad
            parameter.grad = (0.0 if way == "to 0" else self.lr) * parameter.grad

    ns.GD.step = step
