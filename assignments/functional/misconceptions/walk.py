"""Wrong walks: messages that are lost, or sent twice, or sent too early, or by another rule."""

import numpy as np

from autograder.explaining.misconceptions import misconception


def called(ns, argnum, g, node):
    """What a node sends to one of its arguments."""
    fun, value, args, kwargs, _ = node.recipe
    return ns.primitive_vjps[fun][argnum](g, value, *args, **kwargs)


def install(ns, merge=None, send=None, order=None, result=None):
    """Walk back: `merge(messages)` is what a node has got, and `send(place, argnum, g, node)` what
    it sends; `order` and `result` stand for what is walked over, and for what is returned."""

    def backward_pass(g, end_node):
        received, got = {end_node: [g]}, {}
        for node in (order or ns.toposort)(end_node):
            got[node] = merge(received[node]) if merge else added(ns, received[node])
            for place, (argnum, parent) in enumerate(zip(node.argnums, node.parents, strict=False)):
                if send:
                    sent = send(place, argnum, got[node], node)
                else:
                    sent = called(ns, argnum, got[node], node)
                received.setdefault(parent, []).append(sent)
        return result(got) if result else got[node]

    ns.backward_pass = backward_pass


def added(ns, messages):
    total = None
    for one in messages:
        total = ns.add_outgrads(total, one)
    return total


@misconception("q4")
def walk_last_use_wins(ns):
    """A value that is used several times keeps what the last use sends. What had arrived before is
    overwritten.

    In `a * b + a`, who sends something to `a`, and what becomes of the first message?
    """
    install(ns, lambda messages: messages[-1])


@misconception("q4")
def walk_first_use_wins(ns):
    """A value that is used several times keeps the first message, and what comes later is left out.

    In `a * b + a`, who sends something to `a`, and what becomes of the second message?
    """
    install(ns, lambda messages: messages[0])


@misconception("q4")
def walk_uses_averaged(ns):
    """What several uses send is averaged. Each use changes the result, and these changes add up.

    By how much does `a + a` grow when `a` grows by 1?
    """
    install(ns, lambda messages: sum(messages[1:], messages[0]) * (1.0 / len(messages)))


@misconception("q4")
def walk_uses_multiplied(ns):
    """What several uses send is multiplied. Factors multiply along a path; where paths meet, what
    they bring is added up.

    By how much does `a + a` grow when `a` grows by 1?
    """

    def merge(messages):
        total = messages[0]
        for one in messages[1:]:
            total = total * one
        return total

    install(ns, merge)


@misconception("q4")
def walk_adds_in_place(ns):
    """Messages are added with `+=`, which changes the array that was there. The same array may have
    been sent to others as well.

    The rule of `x + y` sends one array to two places: what happens to the other one?
    """

    def add_outgrads(prev_g, g):
        if prev_g is None:
            return g
        prev_g += g
        return prev_g

    def backward_pass(g, end_node):
        outgrads = {end_node: g}
        for node in ns.toposort(end_node):
            outgrad = outgrads.pop(node)
            for argnum, parent in zip(node.argnums, node.parents, strict=False):
                sent = called(ns, argnum, outgrad, node)
                outgrads[parent] = add_outgrads(outgrads.get(parent), sent)
        return outgrad

    ns.add_outgrads, ns.backward_pass = add_outgrads, backward_pass


@misconception("q4", ways=("if prev_g", "== None"))
def walk_asks_whether_an_array_is_true(ns, way):
    """Whether something had arrived before is asked with `if prev_g`, or with `==`. An array of
    several numbers is neither true nor false.

    How do you ask whether a variable is None?
    """

    def add_outgrads(prev_g, g):
        if way == "== None":
            return g if prev_g == None else prev_g + g  # noqa: E711
        return prev_g + g if prev_g else g

    ns.add_outgrads = add_outgrads


@misconception("q4", ways=("a number", "like g"))
def walk_starts_with_ones(ns, way):
    """The walk starts with ones, whatever `g` is. That is right only where nothing else was asked
    for.

    If the loss changes by 3 for each unit of the result, what should arrive at the input?
    """
    right = ns.backward_pass
    ns.backward_pass = lambda g, end: right(1.0 if way == "a number" else g * 0.0 + 1.0, end)


@misconception("q4")
def walk_hands_on_the_first_g(ns):
    """Each rule is called with the `g` that came in at the end, and not with what its own node has
    received.

    In `exp(sin(a))`, what has `exp` sent to the node of `sin`?
    """

    def backward_pass(g, end_node):
        outgrads = {end_node: g}
        for node in ns.toposort(end_node):
            for argnum, parent in zip(node.argnums, node.parents, strict=False):
                sent = called(ns, argnum, g, node)
                outgrads[parent] = ns.add_outgrads(outgrads.get(parent), sent)
        return outgrads[node]

    ns.backward_pass = backward_pass


@misconception("q4")
def walk_rules_by_place_among_parents(ns):
    """Rules are looked up by counting parents, 0, 1 and so on. Where a plain value stands in front,
    that is the rule of another argument.

    In `2.0 - x`, which argument is x, and at which place of `parents` is its node?
    """
    install(ns, send=lambda place, argnum, g, node: called(ns, place, g, node))


@misconception("q4")
def walk_first_rule_for_all(ns):
    """The rule of the first argument is called for all of them.

    Which rule belongs to y in `x - y`?
    """
    install(ns, send=lambda place, argnum, g, node: called(ns, 0, g, node))


@misconception("q4")
def walk_first_parent_only(ns):
    """Only the first parent of each node gets a message. Each watched argument has a rule.

    In `a * b`, how many messages does the product send?
    """

    def backward_pass(g, end_node):
        outgrads = {end_node: g}
        for node in ns.toposort(end_node):
            outgrad = outgrads.get(node, g * 0.0)
            if node.parents:
                sent = called(ns, node.argnums[0], outgrad, node)
                parent = node.parents[0]
                outgrads[parent] = ns.add_outgrads(outgrads.get(parent), sent)
        return outgrad

    ns.backward_pass = backward_pass


@misconception("q4")
def walk_value_and_g_exchanged(ns):
    """The rule is called with the value in the place of `g`, and `g` in the place of the value.

    In which order does a rule take what comes in, and what the primitive gave?
    """

    def send(place, argnum, g, node):
        fun, value, args, kwargs, _ = node.recipe
        return ns.primitive_vjps[fun][argnum](value, g, *args, **kwargs)

    install(ns, send=send)


@misconception("q4")
def walk_without_keywords(ns):
    """The keywords of the call are not given to the rule. What was done with `axis` is undone
    without it.

    What does the rule of a sum have to know besides `x`?
    """

    def send(place, argnum, g, node):
        fun, value, args, _, _ = node.recipe
        return ns.primitive_vjps[fun][argnum](g, value, *args)

    install(ns, send=send)


@misconception("q4", ways=("once more", "instead"))
def walk_multiplies_by_g_again(ns, way):
    """What a rule gives is multiplied by what came in. The rule has done that already.

    What does the rule of `exp` do with `g`?
    """

    def send(place, argnum, g, node):
        own = g if way == "once more" else g * 0.0 + 1.0
        return called(ns, argnum, own, node) * g

    install(ns, send=send)


@misconception("q4")
def walk_result_is_the_start(ns):
    """What is returned is the `g` of the end. Asked for is what arrives at the input.

    Which node comes last in the order, and what has it received?
    """
    install(ns, result=lambda got: next(iter(got.values())))


@misconception("q4")
def walk_returns_everything(ns):
    """The whole dictionary of messages is returned. Asked for is what arrives at the input.

    Which node comes last in the order, and what has it received?
    """
    install(ns, result=lambda got: got)


@misconception("q4")
def walk_returns_nothing(ns):
    """Nothing is returned.

    Which value does the caller of `backward_pass` wait for, and where is the `return`?
    """
    install(ns, result=lambda got: None)


@misconception("q4")
def walk_from_the_input(ns):
    """The walk begins at the input, where nothing has arrived yet.

    Where does the message `g` come in, and which node stands first in `toposort`?
    """
    install(ns, order=lambda end: list(ns.toposort(end))[::-1])


def without_order(ns, visited_once, last):
    """A walk that passes on what has arrived by then, as nodes are met."""

    def backward_pass(g, end_node):
        outgrads, waiting, seen, root = {end_node: g}, [end_node], set(), end_node
        while waiting:
            node = waiting.pop(-1 if last else 0)
            if visited_once and node in seen:
                continue
            seen.add(node)
            if not node.parents:
                root = node
            for argnum, parent in zip(node.argnums, node.parents, strict=False):
                sent = called(ns, argnum, outgrads[node], node)
                outgrads[parent] = ns.add_outgrads(outgrads.get(parent), sent)
                waiting.append(parent)
        return outgrads[root]

    ns.backward_pass = backward_pass


@misconception("q4", ways=("level by level", "into the depth"))
def walk_without_the_order(ns, way):
    """A node passes on when it is met for the first time. Some of its messages arrive later, and go
    no further.

    In `v = sin(a); w = v * a; w + v`, when has `v` received everything?
    """
    without_order(ns, True, way == "into the depth")


@misconception("q4", ways=("level by level", "from a stack", "into the depth"))
def walk_every_path(ns, way):
    """Every path is walked, and each time all that has arrived by then is sent on. So what came
    first is sent again and again.

    How often is the rule of `v` called in `v = sin(a); v * v`, and how often should it be?
    """
    if way != "into the depth":
        without_order(ns, False, way == "from a stack")
        return

    def backward_pass(g, end_node):
        outgrads = {}

        def visit(node, sent):
            outgrads[node] = ns.add_outgrads(outgrads.get(node), sent)
            for argnum, parent in zip(node.argnums, node.parents, strict=False):
                visit(parent, called(ns, argnum, outgrads[node], node))
            if not node.parents:
                outgrads["input"] = outgrads[node]

        visit(end_node, g)
        return outgrads["input"]

    ns.backward_pass = backward_pass


@misconception("q4")
def walk_values_for_messages(ns):
    """What a node passes on are values, each multiplied by what comes in. No rule is asked for a
    derivative.

    Where in `backward_pass` is the table `primitive_vjps` used?
    """
    install(ns, send=lambda place, argnum, g, node: g * node.args[argnum])


@misconception("q4", ways=("what is added up", "what a rule gave"))
def walk_out_of_boxes(ns, way):
    """Messages are taken out of their boxes on the way. The numbers are right, and nobody knows any
    more how they came about: the derivative of the derivative is zero.

    Which trace watches a message while `grad` of `grad` runs, and what does it need to see?
    """
    if way == "what a rule gave":
        install(ns, send=lambda place, argnum, g, node: ns.unboxed(called(ns, argnum, g, node)))
    else:
        ns.add_outgrads = lambda prev, g: g if prev is None else ns.unboxed(prev) + ns.unboxed(g)


@misconception("q4")
def walk_sends_g_unchanged(ns):
    """Each node hands on what it received as it came. Its rules say what becomes of it.

    Where in `backward_pass` is the table `primitive_vjps` used?
    """
    install(ns, send=lambda place, argnum, g, node: g)


@misconception("q4")
def walk_sends_zeros(ns):
    """Nothing arrives at the input but zeros.

    Which message does the walk start with, and where does it get lost?
    """

    def backward_pass(g, end_node):
        *_, root = ns.toposort(end_node)
        return np.zeros(np.shape(root.value)) if root.value is not None else 0.0

    ns.backward_pass = backward_pass
