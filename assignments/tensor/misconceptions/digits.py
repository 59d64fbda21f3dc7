"""Wrong logarithms and exponentials, wrong losses, and digits that are read wrongly."""

import gzip

import numpy as np

from autograder.explaining.misconceptions import misconception


def around(ns, change):
    """Put `change(own rule, operation, out_grad, node)` in place of the rules of Log and Exp."""

    def install(cls):
        own = cls.gradient
        cls.gradient = lambda self, out_grad, node: change(own, self, out_grad, node)

    install(ns.Log)
    install(ns.Exp)


@misconception("q5")
def log_base_two(ns):
    """`Log` has the base 2. The natural logarithm has the base e.

    Which logarithm of e is 1?
    """
    ns.Log.compute = lambda self, a: np.log2(a)


@misconception("q5")
def log_base_ten(ns):
    """`Log` has the base 10. The natural logarithm has the base e.

    Which logarithm of e is 1?
    """
    ns.Log.compute = lambda self, a: np.log10(a)


@misconception("q5")
def log_of_one_more(ns):
    """`Log` gives the logarithm of the number plus one.

    What should the logarithm of 1 be, and which function of NumPy gives it?
    """
    ns.Log.compute = lambda self, a: np.log1p(a)


@misconception("q5")
def log_divided_by_the_result(ns):
    """`Log.gradient` divides by the result, `node`. The slope of the logarithm depends on the
    input.

    What is the derivative of `log(x)`, and which of `node` and `node.inputs[0]` is `x`?
    """
    ns.Log.gradient = lambda self, out_grad, node: out_grad / node


@misconception("q5")
def log_multiplied(ns):
    """`Log.gradient` multiplies by the input. The larger a number, the slower its logarithm grows.

    What is the derivative of `log(x)`?
    """
    ns.Log.gradient = lambda self, out_grad, node: out_grad * node.inputs[0]


@misconception("q5")
def exp_base_two(ns):
    """`Exp` takes powers of 2. It should take powers of e.

    What should `exp` of 1 be?
    """
    ns.Exp.compute = lambda self, a: np.exp2(a)


@misconception("q5")
def exp_input_for_result(ns):
    """`Exp.gradient` multiplies by the input. The exponential is its own derivative, and it is the
    result.

    Which of `node` and `node.inputs[0]` is the exponential?
    """
    ns.Exp.gradient = lambda self, out_grad, node: out_grad * node.inputs[0]


@misconception("q5")
def exp_as_a_power(ns):
    """`Exp.gradient` follows the rule of a power: the exponent comes down, and is one less. Here
    the variable is the exponent itself.

    What is the derivative of `exp(x)`, and what that of `x ** 2`?
    """

    def gradient(self, out_grad, node):
        a = node.inputs[0]
        return out_grad * a * ns.exp(a - 1.0)

    ns.Exp.gradient = gradient


@misconception("q5")
def exp_twice(ns):
    """`Exp.gradient` takes the exponential of the result, which is the exponential already.

    Which of `node` and `node.inputs[0]` is the exponential?
    """
    ns.Exp.gradient = lambda self, out_grad, node: out_grad * ns.exp(node)


@misconception("q5")
def function_handed_on(ns):
    """`out_grad` is handed on as it came. Logarithm and exponential stretch what goes through them.

    How steep is the function at the input, and what does the chain rule do with that?
    """
    around(ns, lambda own, self, out_grad, node: out_grad)


@misconception("q5")
def function_of_ones(ns):
    """The gradient does not depend on `out_grad`: it is the derivative of the function alone. The
    chain rule multiplies it by what comes in.

    If the loss changes by 5 for each unit of the result, by how much for each unit of the input?
    """

    def change(own, self, out_grad, node):
        return own(self, ns.Tensor(np.ones(out_grad.shape), requires_grad=False), node)

    around(ns, change)


@misconception("q5", ways=("both", "operands", "incoming"))
def function_without_history(ns, way):
    """The numbers are right, and they do not remember where they came from: the gradient is
    calculated with arrays. So it cannot be differentiated again.

    Which lines of your `gradient` leave the tensors, with `.numpy()`, `.detach()` or `.data`?
    """

    def change(own, self, out_grad, node):
        if way != "operands":
            out_grad = out_grad.detach()
        if way != "incoming":
            forgetting = node.detach()
            forgetting.inputs = [source.detach() for source in node.inputs]
            node = forgetting
        return own(self, out_grad, node)

    around(ns, change)


def parse(ns, pixels=lambda X: X, labels=lambda y: y):
    """Let something be done to what is read."""
    right = ns.parse_mnist

    def parse_mnist(image_filename, label_filename):
        X, y = right(image_filename, label_filename)
        return pixels(X), labels(y)

    ns.parse_mnist = parse_mnist


def as_bytes(X):
    return np.round(X * 255.0)


@misconception("q5", ways=("float32", "uint8", "float64"))
def parse_not_scaled(ns, way):
    """The pixels go from 0 to 255. They should be scaled to 0.0 to 1.0.

    What is the largest number in your array, and what should it be?
    """
    parse(ns, lambda X: as_bytes(X).astype(way))


@misconception("q5")
def parse_scaled_by_256(ns):
    """The pixels are divided by 256, so that white is a little less than 1.

    What is the largest number that a byte can hold, and what should become of it?
    """
    parse(ns, lambda X: (as_bytes(X) / 256.0).astype(np.float32))


@misconception("q5")
def parse_each_scaled_to_its_largest(ns):
    """Each image is divided by its own largest pixel. White is 255, also in an image without any.

    Should a grey image look the same after reading, or brighter?
    """
    parse(ns, lambda X: (as_bytes(X) / as_bytes(X).max(axis=1, keepdims=True)).astype(np.float32))


@misconception("q5")
def parse_scaled_twice(ns):
    """The pixels are divided by 255 twice. Once takes them from 0..255 to 0..1.

    What is the largest number in your array, and what should it be?
    """
    parse(ns, lambda X: X / np.float32(255.0))


@misconception("q5")
def parse_not_in_rows(ns):
    """The images are still squares of 28 by 28. Each should be one row of 784 numbers.

    Which shape do you return, and which one is asked for?
    """
    parse(ns, lambda X: X.reshape(-1, 28, 28))


@misconception("q5")
def parse_columns_first(ns):
    """Each image is read column by column. In the file its rows stand one after the other.

    Which pixel comes second in the file: the one to the right of the first, or the one below?
    """
    parse(ns, lambda X: X.reshape(-1, 28, 28).transpose(0, 2, 1).reshape(-1, 784))


@misconception("q5", ways=("0", "4", "8", "12"))
def parse_images_start_early(ns, way):
    """A part of the header is taken for pixels, so every image is shifted. The header of the
    images is four integers long.

    How many bytes do four integers of 32 bits take?
    """
    right = ns.parse_mnist

    def parse_mnist(image_filename, label_filename):
        X, y = right(image_filename, label_filename)
        with gzip.open(image_filename) as file:
            data = np.frombuffer(file.read(), np.uint8)[int(way) :][: X.size]
        return (data.astype(np.float32) / 255.0).reshape(X.shape), y

    ns.parse_mnist = parse_mnist


@misconception("q5", ways=("0", "4", "16", "0, as many as there are"))
def parse_labels_start_elsewhere(ns, way):
    """The labels do not start where their header ends. It is two integers long.

    How many labels do you return, and how many images?
    """
    right = ns.parse_mnist

    def parse_mnist(image_filename, label_filename):
        with gzip.open(label_filename) as file:
            y = np.frombuffer(file.read(), np.uint8)[int(way.split(",")[0]) :]
        X = right(image_filename, label_filename)[0]
        return X, y[: len(X)] if "," in way else y

    ns.parse_mnist = parse_mnist


@misconception("q5")
def parse_labels_first(ns):
    """The labels come first and the images second. It should be the other way round.

    In which order does the task ask for the two arrays?
    """
    right = ns.parse_mnist
    ns.parse_mnist = lambda *names: right(*names)[::-1]


@misconception("q5")
def parse_double_precision(ns):
    """The numbers are right, and the images are float64. They should be float32, which takes half
    the room.

    What does dividing an array of bytes by 255 give, and how can that be converted?
    """
    parse(ns, lambda X: (as_bytes(X) / 255.0).astype(np.float64))


@misconception("q5", ways=("int64", "int32", "int8", "float32", "float64"))
def parse_labels_converted(ns, way):
    """The labels are right, and of another type than in the file. They should be uint8.

    In which type does `np.frombuffer` read single bytes?
    """
    parse(ns, labels=lambda y: y.astype(way))


def logarithms(ns, Z):
    """The logarithm of the sum of exponentials, of each row."""
    return ns.log(ns.exp(Z).sum(axes=1))


@misconception("q5")
def loss_summed(ns):
    """The losses of the batch are added up. The mean is asked for, so that the loss does not
    depend on how many there are.

    What should happen to the loss if every row stands in the batch twice?
    """
    right = ns.softmax_loss
    ns.softmax_loss = lambda Z, y: right(Z, y) * float(Z.shape[0])


@misconception("q5")
def loss_of_each_row(ns):
    """There is a loss for each row. One number is asked for, their mean.

    Which shape should the loss have, so that `backward()` can start with 1?
    """
    ns.softmax_loss = lambda Z, y: logarithms(ns, Z) - (Z * y).sum(axes=1)


@misconception("q5")
def loss_divided_by_all_elements(ns):
    """The sum is divided by the number of logits. There is a loss for each row, not for each logit.

    How many losses are there for 3 rows of 10 classes?
    """
    right = ns.softmax_loss
    ns.softmax_loss = lambda Z, y: right(Z, y) / float(Z.shape[1])


@misconception("q5")
def loss_divided_by_classes(ns):
    """The sum is divided by the number of classes. The mean is over the rows.

    How many losses are there for 3 rows of 10 classes?
    """
    right = ns.softmax_loss
    ns.softmax_loss = lambda Z, y: right(Z, y) * (Z.shape[0] / Z.shape[1])


@misconception("q5")
def loss_right_class_forgotten(ns):
    """The logit of the true class is not subtracted. So the loss does not know what was right.

    Does your loss depend on `y_one_hot`?
    """
    ns.softmax_loss = lambda Z, y: logarithms(ns, Z).sum() / Z.shape[0]


@misconception("q5")
def loss_right_class_added(ns):
    """The logit of the true class is added. A larger logit of the true class should make the loss
    smaller.

    What should the loss do when the network becomes surer of the true class?
    """

    def softmax_loss(Z, y):
        return (logarithms(ns, Z) + (Z * y).sum(axes=1)).sum() / Z.shape[0]

    ns.softmax_loss = softmax_loss


@misconception("q5")
def loss_sign(ns):
    """The loss is negative: it is the logarithm of the probability. What is made small should be
    the negative of that.

    Is the logarithm of a number between 0 and 1 above or below 0?
    """
    right = ns.softmax_loss
    ns.softmax_loss = lambda Z, y: -right(Z, y)


@misconception("q5")
def loss_all_logits_subtracted(ns):
    """All logits of a row are subtracted, and should be that of the true class only.

    What does multiplying by a one-hot row leave over?
    """

    def softmax_loss(Z, y):
        return (logarithms(ns, Z) - Z.sum(axes=1)).sum() / Z.shape[0]

    ns.softmax_loss = softmax_loss


@misconception("q5")
def loss_over_the_whole_batch(ns):
    """The exponentials of all rows are added up together. Each row has a softmax of its own.

    Does the loss of one image depend on the logits of another?
    """

    def softmax_loss(Z, y):
        chosen = (Z * y).sum() / Z.shape[0]
        return ns.log(ns.exp(Z).sum()) - chosen

    ns.softmax_loss = softmax_loss


@misconception("q5")
def loss_log_of_the_mean(ns):
    """The mean is taken before the logarithm, and should be after it: the mean of logarithms is
    another number.

    Is `log((1 + 9) / 2)` the same as `(log(1) + log(9)) / 2`?
    """

    def softmax_loss(Z, y):
        chosen = (Z * y).sum() / Z.shape[0]
        return ns.log(ns.exp(Z).sum() / Z.shape[0]) - chosen

    ns.softmax_loss = softmax_loss


@misconception("q5")
def loss_down_the_columns(ns):
    """The exponentials are added up over the rows of a column. The classes of one image stand in
    one row.

    Which axis of an array of shape `(m, k)` counts the classes?
    """

    def softmax_loss(Z, y):
        return ns.log(ns.exp(Z).sum(axes=0)).sum() / Z.shape[0] - (Z * y).sum() / Z.shape[0]

    ns.softmax_loss = softmax_loss


@misconception("q5")
def loss_probability(ns):
    """The loss is one minus the probability of the true class, and the logarithm is missing.

    What should the loss be for a probability that is almost 0: 1, or very large?
    """
    probability_loss(ns, lambda p: 1.0 - p)


@misconception("q5")
def loss_mean_probability(ns):
    """What is returned is the probability of the true class, or its negative. The loss is the
    negative of its logarithm.

    What should the loss be for a probability of 1?
    """
    probability_loss(ns, lambda p: -p)


def probability_loss(ns, of):
    """The mean of something of the true class's probability."""

    def softmax_loss(Z, y):
        chosen = (ns.exp(Z) * y).sum(axes=1) / ns.exp(Z).sum(axes=1)
        return of(chosen).sum() / Z.shape[0]

    ns.softmax_loss = softmax_loss


@misconception("q5")
def loss_squared_differences(ns):
    """The loss is made of squared differences between probabilities and one-hot rows. That is
    another loss than the one asked for.

    Where in the formula of the task is there a square?
    """

    def softmax_loss(Z, y):
        total = ns.exp(Z).sum(axes=1).reshape((Z.shape[0], 1)).broadcast_to(Z.shape)
        return ((ns.exp(Z) / total - y) ** 2).sum() / Z.shape[0]

    ns.softmax_loss = softmax_loss


@misconception("q5", ways=("a tensor", "a number"))
def loss_without_history(ns, way):
    """The loss is right, and it does not remember how it was computed. So nothing can be learned
    from it.

    Which lines of `softmax_loss` leave the tensors, with `.numpy()`, `.detach()` or `.data`?
    """
    right = ns.softmax_loss

    def softmax_loss(Z, y):
        loss = right(Z, y).detach()
        return loss if way == "a tensor" else float(loss.numpy())

    ns.softmax_loss = softmax_loss


@misconception("q5")
def parse_one_image_a_column(ns):
    """Each image is a column. It should be a row, so that the first axis counts the images.

    Which shape do you return, and which one is asked for?
    """
    parse(ns, lambda X: X.T)


@misconception("q5")
def parse_labels_in_a_column(ns):
    """The labels are a column with two axes. They should be a row with one.

    Which shape have your labels, and which one is asked for?
    """
    parse(ns, labels=lambda y: y.reshape(-1, 1))


@misconception("q5", ways=("uint8", "float32", "float64"))
def parse_labels_one_hot(ns, way):
    """The labels are one-hot rows already. Here the numbers of the classes are asked for.

    Which shape have your labels, and which one is asked for?
    """
    parse(ns, labels=lambda y: np.eye(10, dtype=way)[y])


@misconception("q5")
def parse_whole_numbers(ns):
    """The pixels are divided as whole numbers, so nearly all of them are 0.

    What do `100 / 255` and `100 // 255` give?
    """
    parse(ns, lambda X: (as_bytes(X) // 255).astype(np.float32))


@misconception("q5")
def exp_minus_one(ns):
    """`Exp` gives one less than the exponential.

    What should `exp` of 0 be, and which function of NumPy gives it?
    """
    ns.Exp.compute = lambda self, a: np.expm1(a)
