"""Wrong data sets, and wrong means over them."""

from autograder.explaining.misconceptions import misconception


@misconception("q6", ways=("all numbers", "of one example", "both arrays"))
def dataset_length_counts_something_else(ns, way):
    """The length is not the number of examples.

    What does the first axis of x count?
    """
    ns.Dataset.__len__ = {
        "all numbers": lambda self: self.x.size,
        "of one example": lambda self: self.x.shape[1],
        "both arrays": lambda self: len(self.x) + len(self.y),
    }[way]


@misconception("q6", ways=("inputs", "labels"))
def dataset_gives_one_of_the_two(ns, way):
    """`dataset[i]` gives the input alone, or the label. A pair of both is asked for.

    What do you need of an example in order to say how wrong an output is?
    """
    ns.Dataset.__getitem__ = lambda self, i: self.x[i] if way == "inputs" else self.y[i]


@misconception("q6")
def dataset_label_first(ns):
    """The label stands before the input.

    In `x, y = dataset[i]`, which one comes first?
    """
    ns.Dataset.__getitem__ = lambda self, i: (self.y[i], self.x[i])


@misconception("q6", ways=("i - 1", "i + 1"))
def dataset_counts_wrongly(ns, way):
    """Another example is given than the one that was asked for. Counting begins with 0.

    Which one is `dataset[0]`?
    """
    shift = -1 if way == "i - 1" else 1
    ns.Dataset.__getitem__ = lambda self, i: (self.x[i + shift], self.y[i + shift])


@misconception("q6")
def dataset_gives_everything(ns):
    """`dataset[i]` gives all inputs and all labels, whatever i is.

    What is the argument `i` for?
    """
    ns.Dataset.__getitem__ = lambda self, i: (self.x, self.y)


@misconception("q6")
def dataset_inputs_alike(ns):
    """The label is taken at the right place, and the input is always the first one.

    What is the argument `i` for?
    """
    ns.Dataset.__getitem__ = lambda self, i: (self.x[0], self.y[i])


def install(ns, mean):
    """forward_dataset anew: `mean(losses)`, where losses are variables, each made when asked."""

    def forward_dataset(module, dataset, loss):
        def losses(places):
            for i in places:
                x, y = dataset[i]
                yield loss(module(x), y)

        return mean(losses, len(dataset))

    ns.forward_dataset = forward_dataset


@misconception("q6")
def mean_loss_is_a_sum(ns):
    """The losses are added up, and not divided by how many examples there are.

    Should the loss grow when somebody brings the same examples twice?
    """
    install(ns, lambda losses, n: sum(losses(range(n)), 0.0))


@misconception("q6", ways=("the last", "the first", "the last, divided", "the first, divided"))
def mean_loss_of_one_example(ns, way):
    """The loss of only one example counts: the others are overwritten, or the function ends before
    they come.

    What happens to the first loss when the second is computed?
    """

    def mean(losses, n):
        (one,) = losses([0 if "first" in way else n - 1])
        return one / n if "divided" in way else one

    install(ns, mean)


@misconception("q6", ways=("numbers", "float", "a new variable"))
def mean_loss_of_values(ns, way):
    """The values of the losses are added up. So nobody knows what their mean was computed from.

    Along which edges should a message come to the parameters?
    """

    def mean(losses, n):
        if way == "float":
            return sum(float(one.value) for one in losses(range(n))) / n
        found = sum((one.value for one in losses(range(n))), 0.0) / n
        return found if way == "numbers" else ns.Variable(found)

    install(ns, mean)


@misconception("q6")
def mean_loss_divided_in_the_loop(ns):
    """The sum is divided in each round of the loop. So the first losses are divided many times.

    How often should the sum be divided, and when?
    """

    def mean(losses, n):
        total = 0.0
        for one in losses(range(n)):
            total = (total + one) / n
        return total

    install(ns, mean)


@misconception("q6", ways=("the first", "the last", "the first, and counted", "the last, counted"))
def mean_loss_leaves_one_out(ns, way):
    """One example is left out.

    Which numbers does your `range` give for 5 examples?
    """

    def mean(losses, n):
        places = range(1, n) if "first" in way else range(n - 1)
        return sum(losses(places), 0.0) / (n if "counted" in way else n - 1)

    install(ns, mean)


@misconception("q6")
def mean_loss_halves(ns):
    """The mean is taken of what was found so far and of the next loss. So the last examples count
    most.

    What weight should the first of three losses have, and which one has it?
    """

    def mean(losses, n):
        total = None
        for one in losses(range(n)):
            total = one * 1.0 if total is None else (total + one) / 2.0
        return total

    install(ns, mean)


@misconception("q6")
def mean_loss_of_the_mean_output(ns):
    """The mean is taken of outputs and labels, and the loss of the means. So errors of both signs
    cancel out.

    If one output is too large by 1 and another too small by 1, how large is the loss?
    """

    def forward_dataset(module, dataset, loss):
        output, label = 0.0, 0.0
        for i in range(len(dataset)):
            x, y = dataset[i]
            output, label = output + module(x), label + y
        return loss(output / len(dataset), label / len(dataset))

    ns.forward_dataset = forward_dataset
