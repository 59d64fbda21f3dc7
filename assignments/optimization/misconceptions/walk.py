"""Wrong walks: messages that are lost, or sent twice, or too early; gradients left or taken away."""

import numpy as np

from autograder.explaining.misconceptions import misconception


def users_first(end):
    """All that end was computed from, each after what uses it."""
    order, seen, waiting = [], set(), [(end, False)]
    while waiting:
        one, done = waiting.pop()
        if done:
            order.append(one)
        elif id(one) not in seen:
            seen.add(id(one))
            waiting.append((one, True))
            waiting += [(parent, False) for parent, _ in one.edges]
    return order[::-1]


def as_met(end, last):
    """All that end was computed from, in the order in which it is met."""
    order, seen, waiting = [], {id(end)}, [end]
    while waiting:
        one = waiting.pop(-1 if last else 0)
        order.append(one)
        for parent, _ in one.edges:
            if id(parent) not in seen:
                seen.add(id(parent))
                waiting.append(parent)
    return order


def install(ns, order=users_first, merge=None, begin=None, fresh=None, send=None):
    """Walk back anew; None for what is right.

    merge(had, sent, parent, count) is a gradient after a message, begin(end) what end has at first,
    fresh(one, end) whether a gradient is set back before, send(send, g, one, parent) a message.
    """

    def backward(end):
        found, count = order(end), {}
        for one in found:
            if fresh(one, end) if fresh else one.edges:
                one.grad = np.zeros(one.value.shape)
        had = 0.0 if end.edges else end.grad
        end.grad = begin(end) if begin else np.ones(end.value.shape) + had
        for one in found:
            for parent, message in one.edges:
                sent = send(message, one.grad, one, parent) if send else message(one.grad)
                count[id(parent)] = count.get(id(parent), 0) + 1
                if merge:
                    parent.grad = merge(parent.grad, sent, parent, count[id(parent)])
                else:
                    parent.grad = parent.grad + sent

    ns.backward = backward


@misconception("q2", ways=("all", "computed ones", "those you made", "the order as met"))
def walk_last_use_wins(ns, way):
    """A message overwrites what is there. A variable that is used several times keeps the last one.

    In `a * b + a`, who sends something to `a`, and what becomes of the first message?
    """

    def merge(had, sent, parent, count):
        if way == "computed ones" and not parent.edges:
            return had + sent
        if way == "those you made" and parent.edges:
            return had + sent
        return sent

    install(ns, merge=merge, **({"order": lambda end: as_met(end, False)} if "met" in way else {}))


@misconception("q2", ways=("afresh", "as met", "for ever"))
def walk_first_use_wins(ns, way):
    """A variable that is used several times keeps the first message, and what comes later is left
    out.

    In `a * b + a`, who sends something to `a`, and what becomes of the second message?
    """
    install(
        ns,
        order=(lambda end: as_met(end, False)) if way == "as met" else users_first,
        merge=lambda had, sent, parent, count: had + sent if count == 1 else had,
        fresh=(lambda one, end: True) if way == "for ever" else None,
    )


@misconception("q2")
def walk_uses_averaged(ns):
    """What several uses send is averaged. Each use changes the result, and these changes add up.

    By how much does `a + a` grow when a grows by 1?
    """

    def merge(had, sent, parent, count):
        return had + (sent - had) / count

    install(ns, merge=merge, fresh=lambda one, end: True)


@misconception("q2", ways=("level by level", "from a stack", "parents first"))
def walk_sends_before_all_has_arrived(ns, way):
    """A variable sends as soon as it is met. It may be used by another one, whose message comes
    later and is never sent on.

    In `v = tanh(a); w = v + a; w * v`, who has to be done before `v` may send?
    """

    def order(end):
        if way != "parents first":
            return as_met(end, way == "from a stack")
        found, seen, waiting = [], set(), [end]
        while waiting:  # as a recursion would that notes a variable before its parents
            one = waiting.pop()
            if id(one) not in seen:
                seen.add(id(one))
                found.append(one)
                waiting += [parent for parent, _ in reversed(one.edges)]
        return found

    install(ns, order)


@misconception("q2")
def walk_from_the_inputs(ns):
    """The variables are walked over from the inputs to the end, as they were computed. Nothing has
    arrived yet where a message is sent.

    Which variable is the only one whose gradient is known at first?
    """
    install(ns, lambda end: users_first(end)[::-1])


@misconception("q2", ways=("into the depth", "level by level", "from a stack"))
def walk_every_path(ns, way):
    """Every path is walked, and each time all that has arrived by then is sent on. So what came
    first is sent again and again.

    How often is a message sent along the edge to a in `v = tanh(a); v * v`, and how often should it?
    """

    def backward(end):
        for one in users_first(end):
            if one.edges:
                one.grad = np.zeros(one.value.shape)
        end.grad = np.ones(end.value.shape) + (0.0 if end.edges else end.grad)
        steps, waiting = 0, [(end, None, None)]
        while waiting:
            one, user, message = waiting.pop(0 if way == "level by level" else -1)
            steps += 1
            if steps > 20000:
                raise TimeoutError
            if way == "into the depth":
                if user is not None:
                    one.grad = one.grad + message(user.grad)
                waiting += [(parent, one, send) for parent, send in reversed(one.edges)]
                continue
            for parent, send in one.edges:
                parent.grad = parent.grad + send(one.grad)
                waiting.append((parent, None, None))

    ns.backward = backward


@misconception("q2")
def walk_by_recursion(ns):
    """The order is found by a function that calls itself, once for each variable of a chain. Python
    allows some thousand calls within calls.

    What can a list of variables that are still to be looked at do in place of the calls?
    """

    def order(end):
        found, seen = [], set()

        def visit(one):
            if id(one) not in seen:
                seen.add(id(one))
                for parent, _ in one.edges:
                    visit(parent)
                found.append(one)

        visit(end)
        return found[::-1]

    install(ns, order)


@misconception("q2", ways=("all", "all but the end", "the end"))
def walk_adds_to_what_was_computed(ns, way):
    """The gradient of something computed is added to what an earlier walk has left there. It should
    be found afresh.

    After two walks over the same end, what has arrived at `a * b` in the second one?
    """
    install(
        ns,
        fresh=lambda one, end: way == "the end" and one.edges and one is not end,
        begin=lambda end: (
            np.ones(end.value.shape) + (0.0 if way == "all but the end" and end.edges else end.grad)
        ),
    )


@misconception("q2", ways=("all", "all but the end"))
def walk_sets_everything_back(ns, way):
    """The gradients of variables that you made are set back before each walk. So those of several
    losses do not add up.

    Which method of an optimizer is there for setting back, and who decides when?
    """
    install(
        ns,
        fresh=lambda one, end: True,
        begin=lambda end: (
            np.ones(end.value.shape)
            + (end.grad if way == "all but the end" and not end.edges else 0.0)
        ),
    )


@misconception("q2")
def walk_begins_with_the_value(ns):
    """The end begins with its value. Its gradient says by how much the end grows when the end grows
    by 1.

    What is the derivative of y by y?
    """
    install(ns, begin=lambda end: end.value + (0.0 if end.edges else end.grad))


@misconception("q2")
def walk_begins_with_nothing(ns):
    """The gradient of the end is left at 0. So zeros are sent along all edges.

    What is the derivative of y by y?
    """
    install(ns, begin=lambda end: np.zeros(end.value.shape) + (0.0 if end.edges else end.grad))


@misconception("q2")
def walk_only_one_step(ns):
    """Only the end sends. What has arrived at the variables before it is not sent on.

    What becomes of a message that arrives at something that was computed itself?
    """
    install(ns, lambda end: users_first(end)[:1])


@misconception("q2", ways=("the first", "the last"))
def walk_along_one_edge(ns, way):
    """Of each variable, only one edge is walked. It may have been computed from several.

    How many edges has the result of `a * b`?
    """

    def send(message, g, one, parent):
        chosen = one.edges[0 if way == "the first" else -1][1]
        return message(g) if message is chosen else np.zeros(parent.value.shape)

    install(ns, send=send)


@misconception("q2")
def walk_sends_one(ns):
    """Along each edge 1 is sent in, and not what has arrived at the variable. So the chain rule's
    factors are missing.

    In `exp(-a)`, what comes in at `-a`, and what should be sent from there?
    """
    install(ns, send=lambda message, g, one, parent: message(np.ones(one.value.shape)))


@misconception("q2")
def walk_sends_the_value(ns):
    """Along each edge the variable's value is sent in, and not its gradient.

    What does the function of an edge take: what a variable is, or what has come in there?
    """
    install(ns, send=lambda message, g, one, parent: message(one.value))


@misconception("q2")
def walk_multiplies_messages(ns):
    """What several uses send is multiplied. Factors multiply along a path; where paths meet, what
    they bring is added up.

    By how much does `a + a` grow when a grows by 1?
    """
    install(
        ns,
        merge=lambda had, sent, parent, count: sent if count == 1 else had * sent,
        fresh=lambda one, end: True,
    )


@misconception("q2")
def walk_keeps_gradients_of_inputs_alone(ns):
    """What was computed keeps no gradient of its own: only what you made gets one.

    Which variables does "everything that end was computed from" speak of?
    """

    def backward(end):
        outer = {id(end): np.ones(end.value.shape)}
        for one in users_first(end):
            g = outer.pop(id(one))
            for parent, message in one.edges:
                outer[id(parent)] = outer.get(id(parent), 0.0) + message(g)
            if not one.edges:
                one.grad = one.grad + g

    ns.backward = backward
