"""Wrong walks: messages that are lost, or sent twice, or sent too early, or to the wrong ones."""

from autograder.explaining.misconceptions import misconception


def install(ns, serve, prepare=lambda ns, output: None):
    """Walk back over the graph: `serve(node, received)` sets the gradient and gives what to send.

    `received` is what the node has got, in order. What comes back is a list of (input, message).
    """

    def compute_gradient_of_variables(output_tensor, out_grad):
        prepare(ns, output_tensor)
        received = {output_tensor: [out_grad]}
        for node in reversed(ns.find_topo_sort([output_tensor])):
            for source, sent in serve(node, received):
                received.setdefault(source, []).append(sent)

    ns.compute_gradient_of_variables = compute_gradient_of_variables


def messages(node, grad):
    """What a node's operation sends, with whom it is for."""
    if node.op is None:
        return []
    return list(zip(node.inputs, node.op.gradient_as_tuple(grad, node), strict=False))


def reduced(ns, reduce):
    """A walk in which the gradient of a node is something else than the sum of what it received."""

    def serve(node, received):
        node.grad = reduce(received[node])
        return messages(node, node.grad)

    install(ns, serve)


@misconception("q4")
def walk_last_use_wins(ns):
    """A tensor that is used several times keeps what the last use sends. What had arrived before
    is overwritten.

    In `a * b + a`, who sends something to `a`, and what becomes of the first message?
    """
    reduced(ns, lambda received: received[-1])


@misconception("q4")
def walk_first_use_wins(ns):
    """A tensor that is used several times keeps the first message, and what comes later is left
    out.

    In `a * b + a`, who sends something to `a`, and what becomes of the second message?
    """
    reduced(ns, lambda received: received[0])


@misconception("q4")
def walk_uses_averaged(ns):
    """What several uses send is averaged. Each use changes the result, and these changes add up.

    By how much does `a + a` grow when `a` grows by 1?
    """
    reduced(ns, lambda received: one_sum(ns, received) / float(len(received)))


def one_sum(ns, received):
    return ns.sum_node_list(received)


@misconception("q4", ways=("both", "stored", "added up"))
def walk_loses_history(ns, way):
    """The gradients have the right numbers and no history. So they cannot be differentiated again.

    Where on the way is a tensor turned into an array, and would `+` do without that?
    """

    def serve(node, received):
        total = one_sum(ns, received[node])
        node.grad = total
        if way in ("both", "stored") or len(received[node]) > 1:
            node.grad = total.detach()
        return messages(node, total if way == "stored" else node.grad)

    install(ns, serve)


@misconception("q4", ways=("and passed on", "only stored"))
def walk_adds_to_the_old_gradient(ns, way):
    """A second `backward` adds to what the first one left in `.grad`. It should be set anew each
    time.

    If you call `backward` twice on the same result, should the gradient be twice as large?
    """

    def serve(node, received):
        total = one_sum(ns, received[node])
        node.grad = total if node.grad is None else node.grad + total
        return messages(node, total if way == "only stored" else node.grad)

    install(ns, serve)


@misconception("q4")
def walk_starts_with_ones(ns):
    """The walk starts with ones, whatever `out_grad` is. That is right only where nothing else was
    asked for.

    What does `y.backward(c)` mean, and what comes of `c`?
    """

    def compute_gradient_of_variables(output_tensor, out_grad):
        right(output_tensor, out_grad * 0.0 + 1.0)

    right = ns.compute_gradient_of_variables
    ns.compute_gradient_of_variables = compute_gradient_of_variables


@misconception("q4", ways=("start anew", "go on"))
def walk_every_path(ns, way):
    """Every path is walked, and each time all that has arrived by then is sent on. So what came
    first is sent again and again.

    How often is the operation of `v` asked in `v = a * b; v * v`, and how often should it be?
    """

    def visit(node, sent):
        node.grad = sent if node.grad is None else node.grad + sent
        for source, more in messages(node, node.grad):
            visit(source, more)

    def compute_gradient_of_variables(output_tensor, out_grad):
        if way == "start anew":
            for node in ns.find_topo_sort([output_tensor]):
                node.grad = None
        visit(output_tensor, out_grad)

    ns.compute_gradient_of_variables = compute_gradient_of_variables


@misconception("q4", ways=("left to right", "right to left", "first sum kept"))
def walk_level_by_level(ns, way):
    """Nodes pass on their gradient in the order in which they are found, level by level. A node
    can be found before everything that uses it has sent its share.

    In `v = a * b; w = v * 3.0; w + v`, who has to send to `v` before `v` may send on?
    """

    def compute_gradient_of_variables(output_tensor, out_grad):
        received, queue = {output_tensor: [out_grad]}, [output_tensor]
        for node in queue:
            node.grad = one_sum(ns, received[node])
            sent = messages(node, node.grad)
            for source, message in sent[::-1] if way == "right to left" else sent:
                received.setdefault(source, []).append(message)
                if source not in queue:
                    queue.append(source)
        for node in queue if way != "first sum kept" else ():
            node.grad = one_sum(ns, received[node])

    ns.compute_gradient_of_variables = compute_gradient_of_variables


@misconception("q4")
def walk_one_message_for_each_input(ns):
    """An operation that uses a tensor twice sends to it once. In `a * a` both operands are `a`, and
    each of them gets something.

    What does `EWiseMul.gradient` return for `a * a`, and how much of that arrives at `a`?
    """

    def serve(node, received):
        node.grad = one_sum(ns, received[node])
        return list(dict(messages(node, node.grad)).items())

    install(ns, serve)


@misconception("q4")
def walk_first_operand_only(ns):
    """Only the first operand gets what belongs to it. An operation sends something to each of its
    inputs.

    What does `EWiseMul.gradient` return, and who is the second part for?
    """
    partial(ns, slice(0, 1))


@misconception("q4")
def walk_last_operand_only(ns):
    """Only the last operand gets what belongs to it. An operation sends something to each of its
    inputs.

    What does `EWiseMul.gradient` return, and who is the first part for?
    """
    partial(ns, slice(-1, None))


def partial(ns, which):
    """A walk that sends to some of the operands; who gets nothing is left out."""

    def serve(node, received):
        if node not in received:
            return []
        node.grad = one_sum(ns, received[node])
        return messages(node, node.grad)[which]

    install(ns, serve)


@misconception("q4")
def walk_operands_exchanged(ns):
    """What belongs to the first operand is sent to the last, and the other way round.

    In which order does `gradient` return what it sends, and in which order stand `node.inputs`?
    """

    def serve(node, received):
        node.grad = one_sum(ns, received[node])
        sent = [message for _, message in messages(node, node.grad)]
        return list(zip(node.inputs, sent[::-1], strict=False))

    install(ns, serve)


@misconception("q4", ways=("with its gradient", "without"))
def walk_ends_at_the_first_leaf(ns, way):
    """The walk ends at the first leaf. It has nothing to send, and others come after it.

    What is the difference between `continue` and `break`, or `return`, in a loop?
    """

    def compute_gradient_of_variables(output_tensor, out_grad):
        received = {output_tensor: [out_grad]}
        for node in reversed(ns.find_topo_sort([output_tensor])):
            if node.op is not None or way == "with its gradient":
                node.grad = one_sum(ns, received[node])
            if node.op is None:
                break
            for source, sent in messages(node, node.grad):
                received.setdefault(source, []).append(sent)

    ns.compute_gradient_of_variables = compute_gradient_of_variables


@misconception("q4")
def walk_leaves_only(ns):
    """Leaves get their gradient, and what was computed on the way has none. It should be in `.grad`
    of every tensor that leads to the result.

    In `v = a * b; v * v`, what should `v.grad` be?
    """

    def serve(node, received):
        total = one_sum(ns, received[node])
        if node.op is None:
            node.grad = total
        return messages(node, total)

    install(ns, serve)


@misconception("q4")
def walk_leaves_forgotten(ns):
    """What was computed on the way gets its gradient, and leaves do not. They send nothing, but
    they receive.

    When a node is skipped for it has no operation, has its `.grad` been set already?
    """

    def serve(node, received):
        if node.op is None:
            return []
        node.grad = one_sum(ns, received[node])
        return messages(node, node.grad)

    install(ns, serve)


@misconception("q4")
def walk_output_without_gradient(ns):
    """Everything has its gradient but the result itself. It leads to itself, and something came in
    there.

    What is `y.grad` after `y.backward(c)`?
    """

    def compute_gradient_of_variables(output_tensor, out_grad):
        before = output_tensor.grad
        right(output_tensor, out_grad)
        output_tensor.grad = before

    right = ns.compute_gradient_of_variables
    ns.compute_gradient_of_variables = compute_gradient_of_variables


@misconception("q4")
def walk_passes_on_what_came_in(ns):
    """Each operation is given the `out_grad` of the very end. It should be given the gradient of
    its own result.

    In `(a * b) * c`, what comes in at the first product?
    """

    def compute_gradient_of_variables(output_tensor, out_grad):
        received = {output_tensor: [out_grad]}
        for node in reversed(ns.find_topo_sort([output_tensor])):
            node.grad = one_sum(ns, received[node])
            for source, sent in messages(node, out_grad):
                received.setdefault(source, []).append(sent)

    ns.compute_gradient_of_variables = compute_gradient_of_variables


@misconception("q4", ways=("last", "first"))
def walk_sends_one_message_on(ns, way):
    """The gradient of a node is the right sum, and its operation is given only one of the parts.

    In `v = a * b; v * v`, with which gradient has the operation of `v` to be asked?
    """

    def serve(node, received):
        node.grad = one_sum(ns, received[node])
        return messages(node, received[node][-1 if way == "last" else 0])

    install(ns, serve)


@misconception("q4", ways=("not looked for", "not set"))
def walk_one_step(ns, way):
    """The result's own inputs get their gradient, and nobody behind them does. The way goes on
    until there are no more inputs.

    In `v = a * b; v * 3.0`, who sends something to `a`?
    """

    def compute_gradient_of_variables(output_tensor, out_grad):
        received = {}
        for source, sent in messages(output_tensor, out_grad):
            received.setdefault(source, []).append(sent)
        if way == "not looked for":
            output_tensor.grad = out_grad
        for source, parts in received.items():
            source.grad = one_sum(ns, parts)

    ns.compute_gradient_of_variables = compute_gradient_of_variables


@misconception("q4")
def walk_adds_in_place(ns):
    """What a node receives is added into the array of the first message. That array may belong to
    others: a sum sends one and the same tensor to both operands.

    In `a + b`, are the gradients of `a` and of `b` two tensors, or one?
    """

    def reduce(received):
        total = received[0]
        for sent in received[1:]:
            total.cached_data = total.realize_cached_data()
            total.cached_data += sent.realize_cached_data()
        return total

    reduced(ns, reduce)


@misconception("q4")
def walk_leaves_everything(ns):
    """No tensor has got a gradient, not even the result itself.

    In your loop, where is something assigned to `.grad` of a node?
    """
    ns.compute_gradient_of_variables = lambda output_tensor, out_grad: None


@misconception("q4", ways=("its operation", "the walk"))
def walk_constants_end_it(ns, way):
    """Where a constant is met, others lose their gradient as well. Only the constant itself can do
    without one.

    In `a * k` with a constant `k`, does the result depend on `a`?
    """

    def compute_gradient_of_variables(output_tensor, out_grad):
        received = {output_tensor: [out_grad]}
        for node in reversed(ns.find_topo_sort([output_tensor])):
            if not node.requires_grad:
                break
            node.grad = one_sum(ns, received[node])
            for source, sent in messages(node, node.grad):
                received.setdefault(source, []).append(sent)

    if way == "the walk":
        ns.compute_gradient_of_variables = compute_gradient_of_variables
        return

    def serve(node, received):
        if node not in received:
            return []
        node.grad = one_sum(ns, received[node])
        constant = any(not source.requires_grad for source in node.inputs)
        return [] if constant else messages(node, node.grad)

    install(ns, serve)


@misconception("q4")
def walk_not_turned_round(ns):
    """The walk starts with the leaves, which have received nothing yet. It should start with the
    result.

    In which order does `find_topo_sort` list nodes, and who has to be served first?
    """

    def compute_gradient_of_variables(output_tensor, out_grad):
        received = {output_tensor: [out_grad]}
        for node in ns.find_topo_sort([output_tensor]):
            node.grad = one_sum(ns, received[node])
            for source, sent in messages(node, node.grad):
                received.setdefault(source, []).append(sent)

    ns.compute_gradient_of_variables = compute_gradient_of_variables


@misconception("q4")
def walk_gives_arrays(ns):
    """`.grad` holds arrays. A gradient is a tensor, so that it can be differentiated again.

    Where on the way is a tensor turned into an array, and would `+` do without that?
    """

    def serve(node, received):
        total = one_sum(ns, received[node])
        node.grad = total.numpy()
        return messages(node, total)

    install(ns, serve)


@misconception("q4")
def walk_everyone_gets_out_grad(ns):
    """Every tensor gets what came in at the end, and no operation is asked.

    In `a * b`, what does the rule of the product make of `out_grad` for `a`?
    """

    def compute_gradient_of_variables(output_tensor, out_grad):
        for node in ns.find_topo_sort([output_tensor]):
            node.grad = out_grad

    ns.compute_gradient_of_variables = compute_gradient_of_variables
