"""Wrong ways to carry derivatives along: each is a `forward_pass` with one thing amiss."""

from autograder.explaining.misconceptions import misconception


def func(self):
    """What is right: the operation's value."""
    return self.func(*self.parent_values)


def carry(ns, combine, parents=None, value=func):
    """Install a forward_pass whose loop calls `combine(found, parent, local)` for each parent."""

    def forward_pass(self):
        self.forward_grads = {}
        pairs = list(zip(self.parents, self.grads(*self.parent_values), strict=False))
        for parent, local in pairs if parents is None else parents(pairs, ns.AutogradValue):
            if isinstance(parent, ns.AutogradValue):
                combine(self.forward_grads, parent, local)
        return value(self)

    ns.AutogradValue.forward_pass = forward_pass


def add(found, parent, local):
    """What is right: every input's derivative times the local one, added to what is there."""
    for variable, inner in parent.forward_grads.items():
        found[variable] = found.get(variable, 0.0) + local * inner


def values_only(pairs, kind):
    """The parents that are values, with their own local derivatives."""
    return [(parent, local) for parent, local in pairs if isinstance(parent, kind)]


@misconception("q2")
def forward_overwrites(ns):
    """Each parent's contribution replaces the one before it. An input that reaches the result
    through two parents should hear from both.

    For `a * a`, how many parents lead to `a`, and what becomes of the first one's share?
    """

    def combine(found, parent, local):
        for variable, inner in parent.forward_grads.items():
            found[variable] = local * inner

    carry(ns, combine)


@misconception("q2")
def forward_first_wins(ns):
    """Only the first contribution to each input is kept. An input that reaches the result
    through two parents should hear from both.

    For `a * a`, what becomes of the second parent's share?
    """

    def combine(found, parent, local):
        for variable, inner in parent.forward_grads.items():
            found.setdefault(variable, local * inner)

    carry(ns, combine)


@misconception("q2")
def forward_no_local(ns):
    """The parents' derivatives are added without the local derivative. The chain rule
    multiplies two factors, and the first one is missing.

    If the parent moves by 1, does `3 * parent` also move by 1?
    """

    def combine(found, parent, local):
        for variable, inner in parent.forward_grads.items():
            found[variable] = found.get(variable, 0.0) + inner

    carry(ns, combine)


@misconception("q2")
def forward_no_inner(ns):
    """The local derivatives are added without the parents' own derivatives. The chain rule
    multiplies two factors, and the second one is missing.

    If `b = 5 * a`, how far does `b` move when `a` moves by 1, and where does your code ask
    that?
    """

    def combine(found, parent, local):
        for variable in parent.forward_grads:
            found[variable] = found.get(variable, 0.0) + local

    carry(ns, combine)


@misconception("q2")
def forward_adds_factors(ns):
    """The two factors of the chain rule are added instead of multiplied. Contributions of
    different parents are added, the factors of one contribution are not.

    If `b` moves twice as fast as `a`, and `g` three times as fast as `b`, how fast is `g`?
    """

    def combine(found, parent, local):
        for variable, inner in parent.forward_grads.items():
            found[variable] = found.get(variable, 0.0) + local + inner

    carry(ns, combine)


@misconception("q2")
def forward_value(ns):
    """The parent's value stands where the local derivative should. How fast the result changes
    is asked of `self.grads`.

    For `a + 1`, does the derivative depend on the value of `a`?
    """

    def combine(found, parent, local):
        add(found, parent, parent.value)

    carry(ns, combine)


@misconception("q2")
def forward_misaligned(ns):
    """Plain numbers are dropped before local derivatives are handed out, so a local derivative
    can go to the wrong parent. The list of parents and the tuple of local derivatives belong
    together.

    In `5 - a`, which of the two local derivatives belongs to `a`?
    """

    def parents(pairs, kind):
        values = [parent for parent, _ in pairs if isinstance(parent, kind)]
        return list(zip(values, [local for _, local in pairs], strict=False))

    carry(ns, add, parents)


@misconception("q2")
def forward_first_parent(ns):
    """Only the first parent is looked at. An operation has as many parents as arguments.

    In `1 + a * b`, through which parent of the sum does `a` come in?
    """
    carry(ns, add, lambda pairs, kind: pairs[:1])


@misconception("q2")
def forward_last_parent(ns):
    """Only the last parent is looked at. An operation has as many parents as arguments.

    In `a * b + 1`, through which parent of the sum does `a` come in?
    """
    carry(ns, add, lambda pairs, kind: pairs[-1:])


@misconception("q2")
def forward_same_parent_once(ns):
    """A value that is both parents counts once. Both arguments change when it does.

    What is the derivative of `a + a`, and which contributions make it up?
    """
    carry(ns, add, lambda pairs, kind: list(dict(pairs).items()))


@misconception("q2")
def forward_inputs_only(ns):
    """Only parents that are inputs themselves get an entry. What a parent inherited from its
    own parents is not handed on.

    In `exp(a * b)`, what does the product know about `a`, and does the result ask it?
    """

    def combine(found, parent, local):
        if isinstance(parent, ns.ForwardValue):
            found[parent] = found.get(parent, 0.0) + local

    carry(ns, combine)


@misconception("q2")
def forward_common_only(ns):
    """Only inputs that every parent knows get an entry. One parent that knows an input is
    enough.

    In `a * b`, does `b` have an entry for `a`?
    """

    def forward_pass(self):
        pairs = values_only(zip(self.parents, self.grads(*self.parent_values), strict=False), kind)
        known = [set(parent.forward_grads) for parent, _ in pairs]
        self.forward_grads = {}
        for variable in set.intersection(*known) if known else ():
            parts = [local * parent.forward_grads[variable] for parent, local in pairs]
            self.forward_grads[variable] = sum(parts)
        return self.func(*self.parent_values)

    kind = ns.AutogradValue
    ns.AutogradValue.forward_pass = forward_pass


@misconception("q2")
def forward_subtracts(ns):
    """Contributions are subtracted. The chain rule adds them.

    What is the derivative of `a + 1`, and what sign does your code give it?
    """
    carry(ns, lambda found, parent, local: add(found, parent, -local))


@misconception("q2")
def forward_multiplies(ns):
    """Contributions of different parents to the same input are multiplied. They should be
    added.

    If `a` pushes the result by 2 on one way and by 3 on another, how far is it pushed in all?
    """

    def combine(found, parent, local):
        for variable, inner in parent.forward_grads.items():
            found[variable] = found.get(variable, 1.0) * local * inner

    carry(ns, combine)


@misconception("q2")
def forward_reversed(ns):
    """The local derivatives meet the parents in reverse order. The first one belongs to the
    first parent.

    In `a / b`, which parent does the first number of `grads` belong to?
    """

    def parents(pairs, kind):
        turned = [local for _, local in reversed(pairs)]
        return list(zip([parent for parent, _ in pairs], turned, strict=True))

    carry(ns, add, parents)


@misconception("q2")
def forward_no_value(ns):
    """`forward_pass` returns nothing, so the value becomes None. It has to fill the derivatives
    and to hand the value back.

    The constructor says `self.value = self.forward_pass()`: what does it store now?
    """
    carry(ns, add, value=lambda self: None)


@misconception("q2")
def forward_numbers(ns):
    """Plain numbers among the parents are asked for their `forward_grads`, which they do not
    have. They are constants and contribute nothing.

    What are the parents of `a + 5`, and of `a` itself? Which of them is an `AutogradValue`?
    """

    def forward_pass(self):
        self.forward_grads = {}
        for parent, local in zip(self.parents, self.grads(*self.parent_values), strict=False):
            add(self.forward_grads, parent, local)
        return self.func(*self.parent_values)

    ns.AutogradValue.forward_pass = forward_pass


@misconception("q2")
def forward_nothing(ns):
    """Nothing arrives: no input has an entry in the `forward_grads` of a result.

    By which line of yours does an input come into `self.forward_grads`, as a key?
    """

    def forward_pass(self):
        self.forward_grads = {}
        return self.func(*self.parent_values)

    ns.AutogradValue.forward_pass = forward_pass
