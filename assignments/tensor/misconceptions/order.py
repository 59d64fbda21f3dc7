"""Wrong orders of a graph: the wrong way round, nodes that are missing, nodes that stand twice."""

from autograder.explaining.misconceptions import misconception

#: Inputs may be gone through from either end: a stack meets the last one first.
WAYS = ("left to right", "right to left")


def inputs_of(node, way):
    return node.inputs if way == WAYS[0] else node.inputs[::-1]


def install(ns, order):
    """Let `find_topo_sort` be what `order` gives of the nodes asked for, as a list."""
    ns.find_topo_sort = lambda node_list: list(order(list(node_list)))


def post_order(nodes, inputs, seen=None):
    """Each node after its inputs; with `seen`, once."""
    for node in nodes:
        if seen is None or id(node) not in seen:
            if seen is not None:
                seen.add(id(node))
            yield from post_order(inputs(node), inputs, seen)
            yield node


def levels(nodes, way):
    """Nodes as they are found, those asked for first, and then what they are made from."""
    queue, seen = [], set()
    waiting = list(nodes)
    while waiting:
        node = waiting.pop(0)
        if id(node) not in seen:
            seen.add(id(node))
            queue.append(node)
            waiting += inputs_of(node, way)
    return queue


@misconception("q3", ways=WAYS)
def order_node_before_inputs(ns, way):
    """Each node is put on the list when it is met, before its inputs. So what is used stands after
    what uses it.

    When you visit a node, what has to be on the list before the node itself is?
    """

    def order(nodes, seen):
        for node in nodes:
            if id(node) not in seen:
                seen.add(id(node))
                yield node
                yield from order(inputs_of(node, way), seen)

    install(ns, lambda nodes: order(nodes, set()))


@misconception("q3", ways=WAYS)
def order_turned_round(ns, way):
    """The order is right and the wrong way round: the result stands first, the leaves last. The
    walk back will turn it round by itself.

    Which node should be the first in the list for `a * b + a`: the sum, or `a`?
    """
    install(ns, lambda nodes: list(post_order(nodes, lambda n: inputs_of(n, way), set()))[::-1])


@misconception("q3", ways=WAYS)
def order_level_by_level(ns, way):
    """Nodes are listed as they are found, level by level, starting from what was asked for.

    In `a * b + a`, what does the sum need, and where does it stand in your list?
    """
    install(ns, lambda nodes: levels(nodes, way))


@misconception("q3", ways=WAYS)
def order_levels_turned_round(ns, way):
    """Nodes are listed level by level, and then that is turned round. A node that is used near the
    result and once more far from it has a place on one level only.

    In `v = a * b; w = v * b; w + v`, how many steps is `v` away from the sum?
    """
    install(ns, lambda nodes: levels(nodes, way)[::-1])


@misconception("q3", ways=WAYS)
def order_every_use(ns, way):
    """A node that is used several times stands in the list several times. It is visited again for
    each use.

    How do you know that a node has been visited already?
    """
    install(ns, lambda nodes: post_order(nodes, lambda n: inputs_of(n, way)))


@misconception("q3", ways=WAYS)
def order_afresh_for_each_output(ns, way):
    """For each node that was asked for a new search begins. What two of them share stands in the
    list twice.

    If two outputs use the same tensor, how often should it be in the list?
    """

    def order(nodes):
        for node in nodes:
            yield from post_order([node], lambda n: inputs_of(n, way), set())

    install(ns, order)


@misconception("q3", ways=WAYS)
def order_first_output_only(ns, way):
    """Only what leads to the first node of `node_list` is listed.

    What should be in the list for `find_topo_sort([a, b])` if `b` does not lead to `a`?
    """
    install(ns, lambda nodes: post_order(nodes[:1], lambda n: inputs_of(n, way), set()))


@misconception("q3", ways=WAYS)
def order_last_output_only(ns, way):
    """Only what leads to the last node of `node_list` is listed.

    What should be in the list for `find_topo_sort([a, b])` if `a` does not lead to `b`?
    """
    install(ns, lambda nodes: post_order(nodes[-1:], lambda n: inputs_of(n, way), set()))


@misconception("q3", ways=WAYS)
def order_without_leaves(ns, way):
    """The leaves are missing. A tensor that no operation made is a node as well, and it is the one
    whose gradient is wanted in the end.

    What does your code do with a node that has no inputs?
    """

    def order(nodes):
        every = post_order(nodes, lambda n: inputs_of(n, way), set())
        return [node for node in every if node.inputs]

    install(ns, order)


@misconception("q3", ways=WAYS)
def order_without_outputs(ns, way):
    """The nodes that were asked for are missing. The list holds what they are made from, and they
    themselves.

    Which node is the last in the list for `a * b + a`?
    """

    def order(nodes):
        every = post_order(nodes, lambda n: inputs_of(n, way), set())
        asked = set(map(id, nodes))
        return [node for node in every if id(node) not in asked]

    install(ns, order)


@misconception("q3", ways=("before its inputs", "after its inputs"))
def order_alike_is_the_same(ns, way):
    """Nodes that are alike, by their arrays or the shapes of these, are taken for one. Whether a
    node was visited is a matter of which object it is.

    If `a` and `b` both hold 2, are they one node or two?
    """

    def key(node):
        return node.realize_cached_data().tobytes()

    def order(nodes, seen):
        for node in nodes:
            if key(node) not in seen:
                if way == "before its inputs":
                    seen.add(key(node))
                yield from order(node.inputs, seen)
                if way == "before its inputs" or key(node) not in seen:
                    seen.add(key(node))
                    yield node

    install(ns, lambda nodes: order(nodes, set()))


@misconception("q3")
def order_first_input_only(ns):
    """Only the first input of each node is followed. What stands behind the others is missing.

    In `a * b + c`, how do you get from the sum to `c`?
    """
    install(ns, lambda nodes: post_order(nodes, lambda n: n.inputs[:1], set()))


@misconception("q3")
def order_last_input_only(ns):
    """Only the last input of each node is followed. What stands behind the others is missing.

    In `a * b + c`, how do you get from the sum to `a`?
    """
    install(ns, lambda nodes: post_order(nodes, lambda n: n.inputs[-1:], set()))


@misconception("q3", ways=(*WAYS, "inputs first"))
def order_one_step_deep(ns, way):
    """The nodes asked for are listed with their own inputs, and nobody looks at the inputs of
    those.

    In `a * b + c`, how far is `a` from the sum?
    """

    def order(nodes):
        asked = set(map(id, nodes))
        if way == "inputs first":
            return [*dict.fromkeys(one for node in nodes for one in node.inputs), *nodes]

        def inputs(node):
            return inputs_of(node, way) if id(node) in asked else []

        return post_order(nodes, inputs, set())

    install(ns, order)


@misconception("q3")
def order_not_returned(ns):
    """Nothing is returned. A list that is made and not handed over is lost.

    What does a function give back that ends without a `return`?
    """
    ns.find_topo_sort = lambda node_list: None


@misconception("q3", ways=WAYS)
def order_before_inputs_turned_round(ns, way):
    """Each node is listed when it is first met, and the list is turned round in the end. A node
    that is met early, and used by something that is met later, stands in the wrong place.

    When may a node be put on the list: when it is met, or when all its inputs are done?
    """

    def order(nodes):
        stack, seen, found = list(nodes), set(), []
        while stack:
            node = stack.pop()
            if id(node) not in seen:
                seen.add(id(node))
                found.append(node)
                stack += inputs_of(node, way)
        return found[::-1]

    install(ns, order)


@misconception("q3")
def order_as_asked(ns):
    """What comes back is the list that was given. What these nodes were computed from is missing.

    Where in your code are the `inputs` of a node looked at?
    """
    install(ns, lambda nodes: nodes)


@misconception("q3")
def order_empty(ns):
    """The list is empty. Something has to be put on it for every node that is visited.

    Which list does your search append to, and which one do you return?
    """
    install(ns, lambda nodes: [])
