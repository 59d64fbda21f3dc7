"""Wrong ways through the graph: the steps are right, their order or their number is not."""

from autograder.explaining.misconceptions import misconception


def parents_of(ns, value):
    """The parents that are values."""
    return [parent for parent in value.parents if isinstance(parent, ns.AutogradValue)]


def in_order(ns, output, key=id, parents=parents_of):
    """Every value below the output, users first; `key` says which count as the same."""
    order, seen = [], set()

    def visit(value):
        if key(value) not in seen:
            seen.add(key(value))
            for parent in parents(ns, value):
                visit(parent)
            order.append(value)

    visit(output)
    return order[::-1]


def walk(ns, order, start=lambda self: 1.0):
    """Install a backward that serves the values which `order(output)` gives, in that order."""

    def backward(self):
        self.grad = start(self)
        for value in order(self):
            value.backward_pass()

    ns.AutogradValue.backward = backward


@misconception("q5")
def backward_every_path(ns):
    """Every path to the inputs is walked, so a value that is used twice sends twice. The second
    time it sends again what it had sent before.

    How often is `backward_pass` called on `c` in `(c * 2) * (c + 4)`?
    """

    def backward(self):
        def visit(value):
            value.backward_pass()
            for parent in parents_of(ns, value):
                visit(parent)

        self.grad = 1.0
        visit(self)

    ns.AutogradValue.backward = backward


@misconception("q5")
def backward_breadth_first(ns):
    """Values are served in the order in which they are found, level by level. A value can be
    found before everything that uses it has sent its share.

    In `c = a + b; c + exp(c)`, who has to send to `c` before `c` may pass its gradient on?
    """

    def order(output):
        queue, seen = [output], {id(output)}
        for value in queue:
            yield value
            for parent in parents_of(ns, value):
                if id(parent) not in seen:
                    seen.add(id(parent))
                    queue.append(parent)

    walk(ns, order)


@misconception("q5")
def backward_depth_first(ns):
    """Values are served on the way down, the first time they are met. A value that is used
    twice passes its gradient on before the second share has arrived.

    In `(c * 2) * (c + 4)`, which of the two uses of `c` has sent when `c` is first met?
    """

    def order(output):
        seen = set()

        def visit(value):
            if id(value) not in seen:
                seen.add(id(value))
                yield value
                for parent in parents_of(ns, value):
                    yield from visit(parent)

        return visit(output)

    walk(ns, order)


@misconception("q5")
def backward_all_zero(ns):
    """All gradients are 0 in the end, that of the output too. Either the way backward has no
    start, or what it found is set back to 0.

    What is the derivative of a value with respect to itself, and is that what it has in the end?
    """
    walk(ns, lambda output: in_order(ns, output), start=lambda self: self.grad)


@misconception("q5")
def backward_start_value(ns):
    """The gradient of the output starts as its value. How large a value is and how it changes
    with itself are different numbers.

    What is the derivative of a value with respect to itself?
    """
    walk(ns, lambda output: in_order(ns, output), start=lambda self: self.value)


@misconception("q5")
def backward_one_step(ns):
    """Gradients get one step far from the output and no further. The values below it either
    never take their step, or take it too early, while there is nothing to pass on.

    In `exp(a * b)`, who sends something to `a`, and what must have arrived there first?
    """
    walk(ns, lambda output: [output])


@misconception("q5")
def backward_two_steps(ns):
    """The output and its parents take a step, and nobody below them does. The way goes on until
    there are no more parents.

    In `exp(exp(a * b))`, who sends something to `a`?
    """

    def order(output):
        return [output, *dict.fromkeys(parents_of(ns, output))]

    walk(ns, order)


@misconception("q5")
def backward_output_left_out(ns):
    """Everything takes its step but the output. Its gradient is known from the start, and its
    parents still have to hear of it.

    In `a * b`, who sends something to `a` and `b`?
    """
    walk(ns, lambda output: in_order(ns, output)[1:])


@misconception("q5")
def backward_first_parent(ns):
    """Only the first parent of each value is followed. What stands behind the others never
    takes its step.

    In `1 / a + exp(b)`, how do you get from the sum to `b`?
    """

    def first(ns, value):
        return [parent for parent in value.parents[:1] if isinstance(parent, ns.AutogradValue)]

    walk(ns, lambda output: in_order(ns, output, parents=first))


@misconception("q5")
def backward_last_parent(ns):
    """Only the last parent of each value is followed. What stands behind the others never takes
    its step.

    In `exp(a) + 1 / b`, how do you get from the sum to `a`?
    """

    def last(ns, value):
        return [parent for parent in value.parents[-1:] if isinstance(parent, ns.AutogradValue)]

    walk(ns, lambda output: in_order(ns, output, parents=last))


@misconception("q5")
def backward_zeroes(ns):
    """The parents' gradients are set to 0 before each step. That throws away what other values
    have already sent them.

    In `c + exp(c)`, what has `c` received when the second user takes its step?
    """

    def backward(self):
        self.grad = 1.0
        for value in in_order(ns, self):
            for parent in parents_of(ns, value):
                parent.grad = 0.0
            value.backward_pass()

    ns.AutogradValue.backward = backward


@misconception("q5")
def backward_same_value(ns):
    """Values that hold the same number are taken for the same value. Whether a value was
    visited is a matter of which object it is.

    If `a` and `b` are both 2, are they one input or two?
    """
    walk(ns, lambda output: in_order(ns, output, key=lambda value: value.value))


@misconception("q5")
def backward_twice(ns):
    """Each value takes its step twice. The second time it sends again what it had sent before.

    How many times is `backward_pass` called on the output?
    """

    def order(output):
        return [value for value in in_order(ns, output) for _ in range(2)]

    walk(ns, order)


@misconception("q5")
def backward_numbers(ns):
    """Plain numbers among the parents are visited like values, and a number has no parents.
    They are constants: there is nothing behind them.

    What are the parents of `a * 5`, and which of them is an `AutogradValue`?
    """

    def all_parents(ns, value):
        return value.parents

    walk(ns, lambda output: in_order(ns, output, parents=all_parents))


@misconception("q5")
def backward_nothing(ns):
    """Nothing arrives: the result's own gradient is set, and no other value has received anything.

    On which values does `backward` call `backward_pass`?
    """

    def backward(self):
        self.grad = 1.0

    ns.AutogradValue.backward = backward


@misconception("q5")
def backward_leaves_everything(ns):
    """No gradient has changed, not even that of the result itself.

    What is the derivative of a value with respect to itself, and where is it put?
    """
    ns.AutogradValue.backward = lambda self: None
