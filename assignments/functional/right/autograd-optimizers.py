#: title = "flatten and sgd as autograd had them: the first, and the rest"

# %% [q8-flatten-answer]
from operator import itemgetter


def flatten(value):
    """Flattens any nesting of tuples, arrays, or dicts.
    Returns 1D numpy array and an unflatten function.
    Doesn't preserve mixed numeric types (e.g. floats and ints).
    Assumes dict keys are sortable."""
    if isinstance(value, np.ndarray):
        shape = value.shape

        def unflatten(vector):
            return np.reshape(vector, shape)

        return np.array(value.ravel(), dtype=float), unflatten

    elif isinstance(value, (float, int, np.number)):
        return np.array([value], dtype=float), lambda x: x[0]

    elif isinstance(value, tuple):
        if not value:
            return np.array([]), lambda x: ()
        flattened_first, unflatten_first = flatten(value[0])
        flattened_rest, unflatten_rest = flatten(value[1:])

        def unflatten(vector):
            N = len(flattened_first)
            return (unflatten_first(vector[:N]),) + unflatten_rest(vector[N:])

        return np.concatenate((flattened_first, flattened_rest)), unflatten

    elif isinstance(value, list):
        if not value:
            return np.array([]), lambda x: []
        flattened_first, unflatten_first = flatten(value[0])
        flattened_rest, unflatten_rest = flatten(value[1:])

        def unflatten(vector):
            N = len(flattened_first)
            return [unflatten_first(vector[:N])] + unflatten_rest(vector[N:])

        return np.concatenate((flattened_first, flattened_rest)), unflatten

    elif isinstance(value, dict):
        items = sorted(value.items(), key=itemgetter(0))
        keys = [key for key, _ in items]
        flattened, unflatten_list = flatten([item for _, item in items])

        def unflatten(vector):
            return dict(zip(keys, unflatten_list(vector)))

        return flattened, unflatten

    else:
        raise Exception("Don't know how to flatten type {}".format(type(value)))

# %% [q8-sgd-answer]
def unflatten_optimizer(optimize):
    """Takes an optimizer that operates on flat 1D numpy arrays and returns a wrapped
    version that handles trees of nested containers (lists/tuples/dicts) with
    arrays/scalars at the leaves."""

    @functools.wraps(optimize)
    def _optimize(grad, x0, callback=None, *args, **kwargs):
        _x0, unflatten = flatten(x0)
        _grad = lambda x, i: flatten(grad(unflatten(x), i))[0]
        if callback:
            _callback = lambda x, i, g: callback(unflatten(x), i, unflatten(g))
        else:
            _callback = None
        return unflatten(optimize(_grad, _x0, _callback, *args, **kwargs))

    return _optimize


@unflatten_optimizer
def sgd(grad, x, callback=None, num_iters=200, step_size=0.1, mass=0.9):
    """Stochastic gradient descent with momentum.
    grad() must have signature grad(x, i), where i is the iteration number."""
    velocity = np.zeros(len(x))
    for i in range(num_iters):
        g = grad(x, i)
        if callback:
            callback(x, i, g)
        velocity = mass * velocity - (1.0 - mass) * g
        x = x + step_size * velocity
    return x
