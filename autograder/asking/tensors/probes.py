"""Functions that cross to the submission as text, and ask what only tensors are asked.

They use only ``ns`` (the submission's names), ``np``, ``math`` and their parameters, and return
plain data. Those that take ``texts`` use `opened`, whose text crosses with theirs.
"""

from autograder.asking.probes import opened


def sent_again(ns, texts, code, given, output, incoming, weights):
    """The derivatives of what a rule sends, weighed: by each operand, and by what came in.

    The walk is one of our own, so that nothing but the operations' rules is asked.
    """
    work = opened(ns, texts, code, given, output)
    y = work.f(*work.xs)
    g = work.say("message", n=work.whole(incoming))
    sums, nodes = {}, []

    def receive(node, sent):
        nodes.append(node)
        sums[id(node)] = sums[id(node)] + sent if id(node) in sums else sent

    def order(nodes):
        seen, listed, stack = set(), [], [(node, False) for node in nodes]
        while stack:
            node, done = stack.pop()
            if done:
                listed.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                stack += [(one, False) for one in node.inputs]
        return listed

    for sent, weight in zip(work.each_of(y.op.gradient(g, y), len(y.inputs)), weights):
        if sent is not None:
            receive(sent, work.say("message", n=work.whole(weight)))
    for node in reversed(order(list(nodes))):
        if id(node) in sums and node.op is not None:
            each = work.each_of(node.op.gradient(sums[id(node)], node), len(node.inputs))
            for source, sent in zip(node.inputs, each):
                receive(source, sent)
    return [work.told(sums.get(id(node))) for node in [*work.xs, g]]


def history(ns, texts, code, given, output, incoming):
    """To which operands, and to what came in, the history of what a rule sends leads.

    Gives a list for each operand that something is sent to: one answer for each operand, and the
    last for what came in; None where nothing is sent.
    """
    work = opened(ns, texts, code, given, output)
    y = work.f(*work.xs)
    g = work.say("message", n=work.whole(incoming))
    found = []
    for sent in work.each_of(y.op.gradient(g, y), len(y.inputs)):
        if sent is None:
            found.append(None)
            continue
        seen, waiting = set(), [sent]
        while waiting:
            node = waiting.pop()
            if id(node) not in seen:
                seen.add(id(node))
                waiting += getattr(node, "inputs", [])
        found.append([id(node) in seen for node in [*y.inputs, g]])
    return found


def derivatives_twice(ns, texts, code, given, output, incoming, name, weight):
    """The derivatives by each input of the weighed gradient by one of them, by `backward`.

    None where there is no such gradient.
    """
    work = opened(ns, texts, code, given, output)
    y = work.f(*work.xs)
    y.backward(work.say("message", n=work.whole(incoming)))
    before = [x.grad for x in work.xs]
    first = before[work.names.index(name)]
    if first is None:
        return None
    first.backward(work.say("message", n=work.whole(weight)))
    # A gradient that is still the first one has not been found again.
    return {
        name: None if x.grad is old else work.told(x.grad)
        for name, x, old in zip(work.names, work.xs, before)
    }


def derivatives_afterwards(ns, texts, code, given, output, incoming):
    """The derivatives of y * y after `backward` of y, and then of the program run anew."""
    work = opened(ns, texts, code, given, output)
    y = work.f(*work.xs)
    y.backward(work.say("message", n=work.whole(incoming)))
    found = []
    for make in (lambda: y * y, lambda: work.f(*work.xs)):
        for x in work.xs:
            x.grad = None  # so that what is there was found now
        make().backward(work.say("message", n=work.whole(incoming)))
        found.append({name: work.told(x.grad) for name, x in zip(work.names, work.xs)})
    return found


def sorted_nodes(ns, graph, wanted, constants):
    """What `find_topo_sort` makes of a graph, as positions in it, asked two times.

    A graph is a list of nodes, each a list of the positions of its inputs, which stand before it;
    leaves at `constants` need no gradient. Gives the type of what came back, the positions in it
    (None for something that is no node), how often something was computed meanwhile, whether the
    nodes' inputs are as they were, and the positions of the second time.
    """
    computed = []

    class Node(ns.TensorOp):
        def compute(self, *arrays):
            computed.append(1)
            return np.zeros(1)

        def gradient(self, out_grad, node):
            return tuple(out_grad for _ in node.inputs)

    nodes = []
    for inputs in graph:
        leaf = ns.Tensor(np.zeros(1), requires_grad=len(nodes) not in constants)
        nodes.append(Node()(*[nodes[i] for i in inputs]) if inputs else leaf)
    before = len(computed)
    found = ns.find_topo_sort([nodes[i] for i in wanted])
    kind = type(found).__name__
    if isinstance(found, ns.Tensor) or not hasattr(found, "__iter__"):
        return kind, [], 0, True, []
    places = {id(node): place for place, node in enumerate(nodes)}
    order = [places.get(id(node)) for node in found]
    count = len(computed) - before
    same = [[places.get(id(one)) for one in node.inputs] for node in nodes] == graph
    again = [places.get(id(node)) for node in ns.find_topo_sort([nodes[i] for i in wanted])]
    return kind, order, count, same, again


def parsed(ns, images, labels):
    """What `parse_mnist` reads out of files with these digits."""
    import gzip
    import os
    import struct
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        names = [os.path.join(folder, name) for name in ("images-ubyte.gz", "labels-ubyte.gz")]
        heads = [struct.pack(">4i", 2051, *images.shape), struct.pack(">2i", 2049, len(labels))]
        for name, head, array in zip(names, heads, (images, labels)):
            with gzip.open(name, "wb") as file:
                file.write(head + array.astype(np.uint8).tobytes())
        found = ns.parse_mnist(*names)
        if not isinstance(found, (tuple, list)) or len(found) != 2:
            return [type(found).__name__]
        told = []
        for array in found:
            if not isinstance(array, np.ndarray):
                return [type(array).__name__]
            told += [array.dtype.name, np.array(array, dtype=float)]
        return told


def loss(ns, logits, one_hot):
    """The softmax loss of a batch, its history, and its gradient by the logits.

    Gives the loss (its class if it is no tensor), whether it has a history, the gradient, and
    whether the arrays are as they were.
    """
    Z, Y = ns.Tensor(logits), ns.Tensor(one_hot, requires_grad=False)
    found = ns.softmax_loss(Z, Y)
    if not isinstance(found, ns.Tensor):
        return [type(found).__name__, False, None, True]
    value = np.array(found.realize_cached_data(), dtype=float)
    if found.op is None:
        return [value, False, None, True]
    found.backward()
    same = np.array_equal(Z.realize_cached_data(), logits)
    same = same and np.array_equal(Y.realize_cached_data(), one_hot)
    gradient = Z.grad
    if isinstance(gradient, ns.Tensor):
        gradient = np.array(gradient.realize_cached_data())
    return [value, True, gradient, bool(same)]


def epochs(ns, X, y, W1, W2, lr, batch, times, factor):
    """What `nn_epoch` makes of weights, so many times in turn; without `lr`, by its defaults.

    With a factor other than 1, MatMul sends that many times what it should meanwhile. Gives the
    matrices after each epoch, how much history they have, and which arrays were changed.
    """
    kind = next(kind for kind in ns.MatMul.__mro__ if "gradient" in vars(kind))
    own = vars(kind)["gradient"]

    def lying(self, out_grad, node):
        sent = own.__get__(self, type(self))(out_grad, node)
        return tuple(ns.Tensor(factor * one.realize_cached_data()) for one in sent)

    given = {"X": X, "y": y}
    tensors = [ns.Tensor(W1), ns.Tensor(W2)]
    arrays = {"W1": tensors[0].realize_cached_data(), "W2": tensors[1].realize_cached_data()}
    arrays.update(given)
    before = {name: array.copy() for name, array in arrays.items()}
    found, history = [], []
    if factor != 1:
        kind.gradient = lying
    try:
        for _ in range(times):
            more = [] if lr is None else [lr, batch]
            gave = ns.nn_epoch(X, y, *tensors, *more)
            if not isinstance(gave, (tuple, list)) or len(gave) != 2:
                return {"type": type(gave).__name__}
            odd = [type(one).__name__ for one in gave if not isinstance(one, ns.Tensor)]
            if odd:
                return {"type": f"a pair with something of type {odd[0]}"}
            tensors = list(gave)
            matrices = [np.array(one.realize_cached_data()) for one in tensors]
            single = np.dtype(np.float32)  # kept, so that nobody asks for more digits than it has
            found.append([one if one.dtype == single else one.astype(float) for one in matrices])
            history.append([one.op is not None or bool(one.inputs) for one in tensors])
    finally:
        kind.gradient = own
    changed = [name for name, array in arrays.items() if not np.array_equal(array, before[name])]
    return {"found": found, "history": history, "changed": changed}
