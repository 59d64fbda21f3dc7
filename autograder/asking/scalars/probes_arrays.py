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


def unwrapped(ns, numbers, order):
    """What `unwrap_gradient` makes of an array whose elements have these gradients.

    Also says whether the array it was given, and the gradients in it, are as they were; and what
    it makes of the same array once all gradients in it are larger by 1. The order is as above.
    """

    def made(numbers):
        array = np.empty(numbers.shape, dtype=object, order=order)
        for index in np.ndindex(numbers.shape):
            array[index] = ns.AutogradValue(1.0)
            array[index].grad = float(numbers[index])
        return array

    array = made(numbers)
    before = list(array.ravel())
    result = ns.unwrap_gradient(array)
    ns.unwrap_gradient(made(numbers + 1))
    same = all(new is old for new, old in zip(array.ravel(), before))
    same = same and all(v.grad == n for v, n in zip(before, numbers.ravel()))
    if not same:
        return result, False, None
    result = np.array(result) if isinstance(result, np.ndarray) else result
    for value in before:
        value.grad = value.grad + 1
    return result, True, ns.unwrap_gradient(array)


def network(ns, weights, X, y, factor):
    """Losses and gradients of one network, and its weights afterwards.

    It is asked with the weights given, once more with twice those weights, and then with the first
    ones again. With a factor other than 1, the local derivative of `_exp` is multiplied by it,
    except while a value is made: that is where forward mode asks for it.
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
    honest, made = ns._exp, [True]

    class lying_exp(honest):
        def __init__(self, *args):
            made[0] = False
            super().__init__(*args)
            made[0] = True

        def grads(self, *numbers):
            found = super().grads(*numbers)
            if not made[0]:
                return found
            if isinstance(found, np.ndarray) or not hasattr(found, "__iter__"):
                return factor * found
            return tuple(factor * partial for partial in found)

    method = ns.AutogradValue.exp
    try:
        ns.AutogradValue.exp = lambda a: lying_exp(a)
        return [asked(1)]
    finally:
        ns.AutogradValue.exp = method


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
