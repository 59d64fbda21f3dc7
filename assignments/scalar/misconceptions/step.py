"""Wrong steps backward: each is a `backward_pass` that sends the wrong thing to the parents."""

from autograder.explaining.misconceptions import misconception


def send(ns, message, parents=None):
    """Install a backward_pass that calls `message(self, parent, local)` for each parent."""

    def backward_pass(self):
        pairs = list(zip(self.parents, self.grads(*self.parent_values), strict=False))
        for parent, local in pairs if parents is None else parents(pairs, ns.AutogradValue):
            if isinstance(parent, ns.AutogradValue):
                message(self, parent, local)

    ns.AutogradValue.backward_pass = backward_pass


def add(self, parent, local):
    """What is right: this value's gradient times the local derivative is added."""
    parent.grad = parent.grad + self.grad * local


def values_only(pairs, kind):
    """The parents that are values, with their own local derivatives."""
    return [(parent, local) for parent, local in pairs if isinstance(parent, kind)]


@misconception("q4")
def step_overwrites(ns):
    """The parent's gradient is replaced. It may already hold the shares of other values that
    use the parent.

    If two operations use `a`, what should be left of the first one's share after the second?
    """

    def message(self, parent, local):
        parent.grad = self.grad * local

    send(ns, message)


@misconception("q4")
def step_no_incoming(ns):
    """Only the local derivative is sent; this value's own gradient is left out. The parent
    should hear how much it matters for the final result, not just for this operation.

    If the final result does not depend on this value at all, what should its parents hear?
    """

    def message(self, parent, local):
        parent.grad = parent.grad + local

    send(ns, message)


@misconception("q4")
def step_overwrites_no_incoming(ns):
    """The parent's gradient is replaced by the local derivative alone. Two things are lost:
    what had arrived already, and this value's own gradient.

    What does `parent.grad` hold before the step, and what does `self.grad` tell?
    """

    def message(self, parent, local):
        parent.grad = local

    send(ns, message)


@misconception("q4")
def step_no_local(ns):
    """This value's gradient is passed on unchanged; the local derivative is left out. That is
    right for a sum only.

    In `c = 10 * a`, does `a` matter for the final result as much as `c`, or more?
    """

    def message(self, parent, local):
        parent.grad = parent.grad + self.grad

    send(ns, message)


@misconception("q4")
def step_adds_factors(ns):
    """The gradient and the local derivative are added instead of multiplied. The chain rule is
    a product.

    If the result moves 2 for each 1 of `c`, and `c` moves 3 for each 1 of `a`, how far for `a`?
    """

    def message(self, parent, local):
        parent.grad = parent.grad + (self.grad + local)

    send(ns, message)


@misconception("q4")
def step_value_incoming(ns):
    """The value stands where the gradient should. What a value is and how much it matters are
    different numbers.

    Which attribute of `self` holds the derivative of the final result with respect to it?
    """

    def message(self, parent, local):
        parent.grad = parent.grad + self.value * local

    send(ns, message)


@misconception("q4")
def step_parent_value(ns):
    """The parent's value stands where the local derivative should. How fast the operation
    changes is asked of `self.grads`.

    For `a + b`, does the local derivative depend on the value of `a`?
    """

    def message(self, parent, local):
        parent.grad = parent.grad + self.grad * parent.value

    send(ns, message)


@misconception("q4")
def step_multiplies(ns):
    """The contribution is multiplied into the parent's gradient. Contributions of different
    uses are added.

    A gradient starts at 0: what becomes of 0 when something is multiplied into it?
    """

    def message(self, parent, local):
        parent.grad = parent.grad * (self.grad * local)

    send(ns, message)


@misconception("q4")
def step_subtracts(ns):
    """The contribution is subtracted. It should be added; going down the gradient comes later,
    when a network is trained.

    In `L = a + 1`, is the gradient of `a` positive or negative?
    """

    def message(self, parent, local):
        parent.grad = parent.grad - self.grad * local

    send(ns, message)


@misconception("q4")
def step_reversed(ns):
    """The local derivatives meet the parents in reverse order. The first one belongs to the
    first parent.

    In `a / b`, which parent does the first number of `grads` belong to?
    """

    def parents(pairs, kind):
        turned = [local for _, local in reversed(pairs)]
        return list(zip([parent for parent, _ in pairs], turned, strict=True))

    send(ns, add, parents)


@misconception("q4")
def step_first_parent(ns):
    """Only the first parent that is a value hears anything. Every parent contributed to the
    result.

    In `a * b`, does the result depend on `b`?
    """
    send(ns, add, lambda pairs, kind: values_only(pairs, kind)[:1])


@misconception("q4")
def step_last_parent(ns):
    """Only the last parent that is a value hears anything. Every parent contributed to the
    result.

    In `a * b`, does the result depend on `a`?
    """
    send(ns, add, lambda pairs, kind: values_only(pairs, kind)[-1:])


@misconception("q4")
def step_same_parent_once(ns):
    """A value that is both parents hears only once. It stands in two places, and each has its
    own local derivative.

    What is the derivative of `a * a`, and which two contributions make it up?
    """
    send(ns, add, lambda pairs, kind: list(dict(values_only(pairs, kind)).items()))


@misconception("q4")
def step_doubles(ns):
    """What the parent had already is added to itself. Only the new contribution should be
    added.

    `x += x + y` is short for which assignment, and how often is `x` in it?
    """

    def message(self, parent, local):
        parent.grad += parent.grad + self.grad * local

    send(ns, message)


@misconception("q4")
def step_twice(ns):
    """Each contribution is added twice. An operation uses each of its arguments once.

    In `L = a + 1`, how far does `L` move when `a` moves by 1, and what does your code say?
    """

    def message(self, parent, local):
        parent.grad = parent.grad + 2 * self.grad * local

    send(ns, message)


@misconception("q4")
def step_misaligned(ns):
    """Plain numbers are dropped before local derivatives are handed out, so a local derivative
    can go to the wrong parent. The list of parents and the tuple of local derivatives belong
    together.

    In `5 - a`, which of the two local derivatives belongs to `a`?
    """

    def parents(pairs, kind):
        values = [parent for parent, _ in pairs if isinstance(parent, kind)]
        return list(zip(values, [local for _, local in pairs], strict=False))

    send(ns, add, parents)


@misconception("q4")
def step_numbers(ns):
    """Plain numbers among the parents are treated as values, and a number has no `grad`. They
    are constants, and nothing is sent to them.

    What are the parents of `a * 5`, and which of them is an `AutogradValue`?
    """

    def backward_pass(self):
        for parent, local in zip(self.parents, self.grads(*self.parent_values), strict=False):
            add(self, parent, local)

    ns.AutogradValue.backward_pass = backward_pass


@misconception("q4")
def step_once_only(ns):
    """A parent that has a gradient already receives nothing more. A value used in two places
    should hear from both.

    If `a.grad` is not 0 before the step, does that mean that `a` has heard everything?
    """

    def message(self, parent, local):
        if parent.grad == 0:
            parent.grad = self.grad * local

    send(ns, message)


@misconception("q4")
def step_own_grad(ns):
    """This value's own gradient is changed on the way, so the second parent is sent something
    else than the first. A step changes the parents' gradients only.

    After the first parent has been served, what does `self.grad` hold?
    """

    def message(self, parent, local):
        self.grad *= local
        parent.grad += self.grad

    send(ns, message)


@misconception("q4")
def step_nothing(ns):
    """Nothing arrives at the parents: their gradients are after the step what they were before.

    After one step of `c = a * b`, by which line of yours has `a.grad` changed?
    """
    ns.AutogradValue.backward_pass = lambda self: None
