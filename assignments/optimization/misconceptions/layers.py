"""Wrong layers, activations and losses."""

import numpy as np

from autograder.explaining.misconceptions import misconception


def begin(ns, weight=None, bias=None):
    """A layer that begins anew: `weight(draw, outputs, inputs)` and `bias(draw, outputs)`."""

    def init(self, shape, seed=None):
        outputs, inputs = shape
        draw = np.random.default_rng(seed)
        right = draw.normal(size=(outputs, inputs))
        self.weight = weight(right, outputs, inputs) if weight else ns.Variable(right)
        self.bias = bias(draw, outputs) if bias else ns.Variable(np.zeros((outputs, 1)))

    ns.Linear.__init__ = init


def forward(ns, name, forward):
    """A module that computes something else."""
    getattr(ns, name).forward = forward


@misconception("q6", ways=("shape", "shape and product"))
def linear_weight_transposed(ns, way):
    """The weight has the shape (inputs, outputs). A matrix that is multiplied by a column has a row
    for each output.

    Which shape has `weight @ x` for your weight and a column x?
    """

    def weight(right, outputs, inputs):
        return ns.Variable(np.reshape(right, (inputs, outputs)))

    begin(ns, weight)
    if way == "shape and product":
        forward(
            ns,
            "Linear",
            lambda self, x: (
                ns.computed(
                    self.weight.value.T @ ns.value_of(x),
                    (self.weight, lambda g: ns.value_of(x) @ g.T),
                    (x, lambda g: self.weight.value @ g),
                )
                + self.bias
            ),
        )


@misconception("q6")
def linear_without_the_bias(ns):
    """The bias is not added. Without it, the boundary always goes through the middle.

    What should the layer give for a column of zeros?
    """
    forward(ns, "Linear", lambda self, x: self.weight @ x)


@misconception("q6")
def linear_bias_subtracted(ns):
    """The bias is subtracted, and should be added.

    What should the layer give for a column of zeros?
    """
    forward(ns, "Linear", lambda self, x: self.weight @ x - self.bias)


@misconception("q6", ways=("(outputs,)", "(1, outputs)", "one number", "(1, 1)"))
def linear_bias_of_another_shape(ns, way):
    """The bias does not have the shape (outputs, 1). Added to a column, another shape makes a
    matrix of it, or counts for all outputs.

    Which shape has `weight @ x` for a column x?
    """

    def bias(draw, outputs):
        shape = {"(outputs,)": (outputs,), "(1, outputs)": (1, outputs), "(1, 1)": (1, 1)}
        return ns.Variable(np.zeros(shape.get(way, ())))

    begin(ns, bias=bias)


@misconception("q6", ways=("random", "ones"))
def linear_bias_begins_with_other_numbers(ns, way):
    """The bias does not begin with zeros.

    What does the text say about the bias at the beginning?
    """

    def bias(draw, outputs):
        return ns.Variable(
            np.ones((outputs, 1)) if way == "ones" else draw.normal(size=(outputs, 1))
        )

    begin(ns, bias=bias)


@misconception("q6", ways=("zeros", "ones"))
def linear_weights_begin_alike(ns, way):
    """All weights begin with the same number. They should be drawn.

    If all outputs begin alike and get the same gradients, what will tell them apart?
    """
    fill = np.zeros if way == "zeros" else np.ones
    begin(ns, lambda right, outputs, inputs: ns.Variable(fill((outputs, inputs))))


@misconception("q6", ways=("0", "42"))
def linear_seed_ignored(ns, way):
    """The weights are always the same ones, whatever the seed.

    What is the argument `seed` for?
    """
    begin(
        ns,
        lambda right, outputs, inputs: ns.Variable(
            np.random.default_rng(int(way)).normal(size=(outputs, inputs))
        ),
    )


@misconception("q6")
def linear_product_turned_round(ns):
    """The product is `x @ weight`. For columns, the weight stands on the left.

    Which shapes have `weight @ x` and `x @ weight` for a column x with two entries?
    """
    forward(ns, "Linear", lambda self, x: x @ self.weight + self.bias)


@misconception("q6")
def linear_entry_by_entry(ns):
    """Weight and input are multiplied entry by entry. A layer adds up what comes from all inputs.

    How many numbers should come out of a layer with one output?
    """
    forward(ns, "Linear", lambda self, x: self.weight * x + self.bias)


@misconception("q6", ways=("both", "weight", "bias"))
def linear_parameters_are_arrays(ns, way):
    """A parameter is kept as an array. It should be a variable.

    What does `collect_parameters()` look for among the attributes?
    """
    begin(
        ns,
        None if way == "bias" else lambda right, outputs, inputs: right,
        None if way == "weight" else lambda draw, outputs: np.zeros((outputs, 1)),
    )


@misconception("q6")
def linear_with_the_activation(ns):
    """The layer applies tanh as well. That is what `Tanh` is for.

    How often is tanh applied in your perceptron?
    """
    forward(ns, "Linear", lambda self, x: ns.tanh(self.weight @ x + self.bias))


@misconception("q6")
def linear_computed_with_values(ns):
    """The layer computes with the values. So nobody knows what its output was computed from.

    Along which edges should a message come to weight and bias?
    """
    forward(
        ns,
        "Linear",
        lambda self, x: ns.Variable(self.weight.value @ ns.value_of(x) + self.bias.value),
    )


@misconception("q6", ways=("np.tanh", "values", "a new variable"))
def activation_forgets_where_it_came_from(ns, way):
    """The activation is computed with NumPy's `tanh`. It does not know variables, and sends nothing
    back.

    Which tanh have you written yourself, and what does it know?
    """

    def tanh(self, x):
        if way == "np.tanh":
            return np.tanh(x)
        found = np.tanh(ns.value_of(x))
        return found if way == "values" else ns.Variable(found)

    forward(ns, "Tanh", tanh)


@misconception("q6", ways=("nothing", "exp", "logistic"))
def activation_is_another(ns, way):
    """The module applies another function than tanh, or none.

    Between which numbers should its output lie?
    """
    other = {
        "nothing": lambda x: x * 1.0,
        "exp": lambda x: ns.exp(x),
        "logistic": lambda x: 1.0 / (1.0 + ns.exp(-x)),
    }[way]
    forward(ns, "Tanh", lambda self, x: other(x))


@misconception("q6", ways=("Tanh", "MSELoss", "both"))
def module_returns_nothing(ns, way):
    """`forward` returns nothing.

    What does the next module wait for, and where is the `return`?
    """
    for name in ("Tanh", "MSELoss"):
        if way in (name, "both"):
            forward(ns, name, lambda self, *inputs: None)


def loss(ns, of):
    """A loss anew, of the output and the label."""
    forward(ns, "MSELoss", lambda self, output, label: of(output, label))


@misconception("q6")
def loss_is_a_sum(ns):
    """The squares are added up, and not divided by how many there are.

    What is the mean of 4 and 16?
    """
    loss(ns, lambda a, y: ns.mean((a - y) ** 2) * float(a.value.size))


@misconception("q6")
def loss_halved(ns):
    """The loss is half the mean of the squares. It is sometimes defined so, but not here.

    What should the loss be for the output 1 and the label 3?
    """
    loss(ns, lambda a, y: ns.mean((a - y) ** 2) / 2.0)


@misconception("q6")
def loss_not_squared(ns):
    """The differences are not squared. So errors of both signs cancel out.

    What is your loss for the outputs 1 and -1, if both labels are 0?
    """
    loss(ns, lambda a, y: ns.mean(a - y))


@misconception("q6")
def loss_square_of_the_mean(ns):
    """The mean is taken first, and squared then. So errors of both signs cancel out.

    What is your loss for the outputs 1 and -1, if both labels are 0?
    """
    loss(ns, lambda a, y: ns.mean(a - y) ** 2)


@misconception("q6")
def loss_not_averaged(ns):
    """The squares are given as they are, an array. A loss is one number.

    What is `backward` called on, and which shape has that?
    """
    loss(ns, lambda a, y: (a - y) ** 2)


@misconception("q6")
def loss_root(ns):
    """A root is taken of the mean.

    What should the loss be for the output 1 and the label 3?
    """
    loss(ns, lambda a, y: ns.mean((a - y) ** 2) ** 0.5)


@misconception("q6")
def loss_label_added(ns):
    """The label is added to the output, and should be subtracted.

    What should the loss be if the output is the label?
    """
    loss(ns, lambda a, y: ns.mean((a + y) ** 2))


@misconception("q6")
def loss_squares_subtracted(ns):
    """The squares are subtracted from each other. It is the difference that is squared.

    What is your loss for the output 1 and the label -1?
    """
    loss(ns, lambda a, y: ns.mean(a**2 - y**2))


@misconception("q6", ways=("a number", "a new variable"))
def loss_computed_with_values(ns, way):
    """The loss is computed of the values. So nobody knows what it was computed from.

    Along which edge should a message come to the output?
    """

    def of(a, y):
        found = np.mean((a.value - y) ** 2)
        return found if way == "a number" else ns.Variable(found)

    loss(ns, of)
