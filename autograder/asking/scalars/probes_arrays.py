"""Probes of arrays of values and of the network that is made of them.

Like those in `autograder.asking.scalars.probes` they cross as text, use only ``ns``, ``np``,
``math`` and their parameters, and return plain data.
"""


def wrapped(ns, array, order):
    """What `wrap_array` makes of an array, described in plain data.

    It is called once more before the result is looked at, and must have changed neither that nor
    the array it was given; then with the same numbers, and must have made values anew. Then the
    numbers in that array are changed, and it is wrapped again. With the order "F" its
    numbers lie in memory by columns, as those of a transposed one do.
    """
    array = np.array(array, order=order)
    given = array.copy()
    result = ns.wrap_array(array)
    if not isinstance(result, np.ndarray):
        return {"type": type(result).__name__}
    ns.wrap_array(given + 1)
    elements = list(result.ravel())
    right = [isinstance(element, ns.AutogradValue) for element in elements]
    values = [element.value for element, good in zip(elements, right) if good]
    same = np.ravel(ns.wrap_array(given.copy()))
    unchanged = bool(np.array_equal(array, given))
    array += 1
    again = np.ravel(ns.wrap_array(array)) if all(right) else []
    return {
        "type": "ndarray",
        "shape": list(result.shape),
        "wrong": [type(e).__name__ for e, good in zip(elements, right) if not good][:1],
        "distinct": len({id(element) for element in elements}) == len(elements),
        "fresh": not {id(element) for element in elements} & {id(element) for element in same},
        "unchanged": unchanged,
        "values": values,
        "again": [getattr(element, "value", None) for element in again],
    }


def unwrapped(ns, numbers, order, whole):
    """What `unwrap_gradient` makes of an array whose elements have these gradients.

    It is called for a second array before that is looked at. Also says whether the array it was
    given, and the gradients in it, are as they were; what it makes of the same array once all
    gradients in it are larger by 1; and what it had returned before the second call. The order is
    as above. With `whole`, gradients that are whole numbers are ints, as after ``v.grad = 0``.
    """

    def made(numbers):
        array = np.empty(numbers.shape, dtype=object, order=order)
        for index in np.ndindex(numbers.shape):
            array[index] = ns.AutogradValue(1.0)
            number = float(numbers[index])
            array[index].grad = int(number) if whole and number.is_integer() else number
        return array

    array = made(numbers)
    before = list(array.ravel())
    result = ns.unwrap_gradient(array)
    alone = np.array(result) if isinstance(result, np.ndarray) else result
    ns.unwrap_gradient(made(numbers + 1))
    same = all(new is old for new, old in zip(array.ravel(), before))
    same = same and all(v.grad == n for v, n in zip(before, numbers.ravel()))
    if not same:
        return result, False, None, alone
    result = np.array(result) if isinstance(result, np.ndarray) else result
    for value in before:
        value.grad = value.grad + 1
    return result, True, ns.unwrap_gradient(array), alone


def network(ns, weights, X, y, factor):
    """Losses and gradients of one network, and its weights afterwards.

    It is asked with the weights given, once more with twice those weights, and then with the first
    ones again. With a factor other than 1, it is asked once, and `backward` multiplies by it all
    that it sends: whatever the loss is computed by, its gradient is then as many times the true
    one. What it sends is what it leaves where all gradients were 0 before.
    """
    model = ns.NeuralNetwork(X.shape[1], [matrix.shape[1] for matrix in weights[:-1]])

    def asked(scale):
        model.weights = [scale * matrix for matrix in weights]
        loss, gradients = model.nll_and_grad(X, y)
        if isinstance(gradients, (list, tuple)):  # of a class of the submission's own, perhaps
            gradients = list(gradients)
        return [loss, gradients, model.weights]

    if factor == 1:
        return [asked(1), asked(2), asked(1)]
    running = []

    def lying(own):
        def backward(self, *given, **named):
            go = own.__get__(self, type(self)) if hasattr(own, "__get__") else own
            if running:
                return go(*given, **named)
            values = [self]
            known = {id(self)}
            for value in values:
                for parent in value.parents:
                    if isinstance(parent, ns.AutogradValue) and id(parent) not in known:
                        known.add(id(parent))
                        values.append(parent)
            before = [value.grad for value in values]
            running.append(1)
            try:
                sent = None
                if any(grad != 0 for grad in before):
                    for value in values:
                        value.grad = 0.0
                    go(*given, **named)
                    sent = [value.grad for value in values]
                    for value, grad in zip(values, before):
                        value.grad = grad
                result = go(*given, **named)
                sent = sent or [value.grad for value in values]
                for value, grad in zip(values, sent):
                    value.grad = value.grad + (factor - 1) * grad
            finally:
                running.pop()
            return result

        return backward

    kinds = [ns.AutogradValue]
    for kind in kinds:
        kinds += [one for one in kind.__subclasses__() if one not in kinds]
    changed = [(kind, vars(kind)["backward"]) for kind in kinds if "backward" in vars(kind)]
    try:
        for kind, own in changed:
            kind.backward = lying(own)
        return [asked(1)]
    finally:
        for kind, own in changed:
            kind.backward = own


def whole(ns, codes, weights, X, y, rate, steps):
    """What the notebook as a whole does: derivatives of expressions in both modes, and training.

    Nothing is replaced. A program comes as [code, inputs, output].
    """
    found = []
    for code, inputs, output in codes:
        told = []
        for kind in (ns.ForwardValue, ns.AutogradValue):
            scope = {"exp": ns.exp, "log": ns.log, "np": np}
            for name, number in inputs:
                scope[name] = kind(number)
            exec(code, scope)
            if kind is ns.ForwardValue:
                slopes = scope[output].forward_grads
                told.append({name: slopes.get(scope[name]) for name, _ in inputs})
            else:
                scope[output].backward()
                told.append({name: scope[name].grad for name, _ in inputs})
        found.append([scope[output].value, *told])
    model = ns.NeuralNetwork(X.shape[1], [matrix.shape[1] for matrix in weights[:-1]])
    model.weights = [1.0 * matrix for matrix in weights]
    losses = []
    for _ in range(steps):
        loss, gradients = model.nll_and_grad(X, y)
        losses.append(loss)
        for matrix, gradient in zip(model.weights, gradients):
            matrix -= rate * np.asarray(gradient, dtype=float)
    return [found, losses]
