"""Wrong orders of a graph: the wrong way round, nodes that are missing, nodes that stand twice."""

from autograder.explaining.misconceptions import misconception

#: Parents may be gone through from either end: a stack meets the last one first.
WAYS = ("left to right", "right to left")


def parents_of(node, way):
    return node.parents if way == WAYS[0] else node.parents[::-1]


def install(ns, order):
    """Let `toposort` be what `order` gives, as a list."""
    ns.toposort = lambda end_node: list(order(end_node))


def post_order(node, way, seen):
    """Each node once, after its parents."""
    if id(node) not in seen:
        seen.add(id(node))
        for parent in parents_of(node, way):
            yield from post_order(parent, way, seen)
        yield node


def right(node, way=WAYS[0]):
    return list(post_order(node, way, set()))[::-1]


@misconception("q4", ways=(*WAYS, "from a stack"))
def order_as_nodes_are_met(ns, way):
    """Each node is listed when it is met, and then its parents. A node that another one uses later
    on the way comes too early.

    In `v = sin(a); w = v + a; w * a`, who has to come before `a`?
    """

    def order(node, seen):
        if id(node) not in seen:
            seen.add(id(node))
            yield node
            for parent in parents_of(node, way):
                yield from order(parent, seen)

    def from_stack(end_node):
        found, waiting = [], [end_node]
        while waiting:
            node = waiting.pop()
            if node not in found:
                found.append(node)
                waiting += node.parents
        return found

    install(ns, from_stack if way == "from a stack" else lambda end: order(end, set()))


@misconception("q4", ways=WAYS)
def order_inputs_first(ns, way):
    """The order is right and the wrong way round: the input stands first and the end last. The walk
    back begins with the end.

    Which node has received everything before anything was sent: the input, or the end?
    """
    install(ns, lambda end: post_order(end, way, set()))


@misconception("q4", ways=WAYS)
def order_level_by_level(ns, way):
    """Nodes are listed level by level, starting from the end. A node that is used near the end and
    once more far from it comes too early.

    In `v = a * b; w = v * b; w + v`, how many steps is `v` away from the sum?
    """

    def order(end_node):
        found, waiting = [], [end_node]
        while waiting:
            node = waiting.pop(0)
            if node not in found:
                found.append(node)
                waiting += parents_of(node, way)
        return found

    install(ns, order)


@misconception("q4", ways=(*WAYS, "level by level", "from a stack", "after its parents"))
def order_every_use(ns, way):
    """A node that is used several times stands in the list several times. It would send once for
    each use what it has received by then.

    How do you know that a node has been listed already?
    """

    def before(node):
        yield node
        for parent in parents_of(node, way):
            yield from before(parent)

    def after(node):
        for parent in node.parents:
            yield from after(parent)
        yield node

    def waiting_list(end_node):
        found, waiting = [], [end_node]
        while waiting:
            node = waiting.pop(0 if way == "level by level" else -1)
            found.append(node)
            waiting += node.parents
        return found

    if way == "after its parents":
        install(ns, lambda end: list(after(end))[::-1])
    else:
        install(ns, before if way in WAYS else waiting_list)


@misconception("q4", ways=WAYS)
def order_without_the_end(ns, way):
    """The end is missing. It is where the message comes in.

    Which node should be the first in your list?
    """
    install(ns, lambda end: right(end, way)[1:])


@misconception("q4", ways=WAYS)
def order_without_the_input(ns, way):
    """The input is missing: a node without parents is not listed. It is the one whose derivative is
    wanted in the end.

    What does your code do with a node that has no parents?
    """
    install(ns, lambda end: [node for node in right(end, way) if node.parents])


@misconception("q4", ways=WAYS)
def order_only_one_parent(ns, way):
    """Only one parent of each node is followed. What leads to the others is missing.

    How many parents has the node of `a * b`?
    """

    def order(node):
        found = [node]
        while node.parents:
            node = parents_of(node, way)[0]
            found.append(node)
        return found

    install(ns, order)


@misconception("q4")
def order_only_the_parents(ns):
    """The end and its parents are listed, and nothing that lies behind them.

    How does the search get to the parents of a parent?
    """

    def order(end_node):
        found = [end_node]
        for parent in end_node.parents:
            if parent not in found:
                found.append(parent)
        return found

    install(ns, order)


@misconception("q4")
def order_only_the_end(ns):
    """Only the end is listed.

    How does the search get from a node to those that it was computed from?
    """
    install(ns, lambda end: [end])


def counted(count, serve):
    """Count uses from each node met, serve them, and list who has none left."""

    def order(end_node):
        uses, waiting = {}, [end_node]
        while waiting:
            node = waiting.pop()
            waiting += count(node, node not in uses)
            uses[node] = uses.get(node, 0) + 1
        found, ready = [], [end_node]
        while ready:
            node = ready.pop()
            found.append(node)
            for parent in serve(node):
                uses[parent] -= 1
                if uses[parent] == 0:
                    ready.append(parent)
        return found

    return order


@misconception("q4")
def order_waits_for_a_use_too_many(ns):
    """A parent that a node uses twice is counted twice and crossed off once. It waits for ever.

    In `a * a`, how many uses of `a` do you count, and how many do you cross off?
    """
    each_once = lambda node: list(dict.fromkeys(node.parents))  # noqa: E731
    install(ns, counted(lambda node, new: node.parents if new else [], each_once))


@misconception("q4")
def order_counts_paths(ns):
    """Uses are counted again each time a node is met. So what lies behind a shared node has more
    uses than nodes that use it, and waits for ever.

    When you meet a node for the second time, are there more uses of its parents than before?
    """
    install(ns, counted(lambda node, new: node.parents, lambda node: node.parents))
