"""Containers that are taken apart too little, and wrong descents."""

import numpy as np

from autograder.explaining.misconceptions import misconception


def leaf(value):
    array = np.array(value, dtype=float)
    if array.ndim == 0:
        return array.reshape(1), lambda vector: vector[0]
    return array.ravel(), lambda vector: np.reshape(vector, array.shape)


@misconception("q8", ways=("everywhere", "inside"))
def flatten_lists_become_arrays(ns, way):
    """A list of numbers comes back as an array, as if it had been one.

    What is `value` if it has no `shape`, and what should be made of it?
    """
    right = ns.flatten

    def flatten(value, outside=True):
        if isinstance(value, dict):
            vector, back = of_items(list(value.values()))
            return vector, lambda vector: dict(zip(value, back(vector), strict=False))
        if isinstance(value, (list, tuple)):
            numbers = all(isinstance(item, (int, float)) for item in value)
            if numbers and not (outside and way == "inside"):
                return leaf(value)
            return of_items(value)
        return right(value)

    def of_items(value):
        parts = [flatten(item, False) for item in value]

        def back(vector):
            items, start = [], 0
            for part, put in parts:
                items.append(put(vector[start : start + len(part)]))
                start += len(part)
            return type(value)(items)

        return np.concatenate([part for part, _ in parts]), back

    ns.flatten = flatten


@misconception("q8")
def flatten_dict_in_another_order(ns):
    """The values of a dict are sorted by their keys on one way and not on the other. So numbers
    change places.

    In which order does the vector hold the values, and in which one are they put back?
    """
    right = ns.flatten

    def flatten(value):
        if isinstance(value, dict):
            vector, back = flatten([value[key] for key in sorted(value)])
            return vector, lambda vector: dict(zip(value, back(vector), strict=False))
        if not isinstance(value, (list, tuple)):
            return right(value)
        parts = [flatten(item) for item in value]

        def unflatten(vector):
            items, start = [], 0
            for part, put in parts:
                items.append(put(vector[start : start + len(part)]))
                start += len(part)
            return type(value)(items)

        return np.concatenate([part for part, _ in parts]), unflatten

    ns.flatten = flatten


@misconception("q8")
def flatten_takes_boxes_apart(ns):
    """The vector is put into an array of its own, or its numbers are taken one by one with `float`.
    A box does not allow that, and `grad(loss)(params)` fails.

    What may you do with a box, and how can a vector be taken apart with that?
    """
    right = ns.flatten

    def flatten(value):
        vector, back = right(value)
        return vector, lambda vector: back(np.array(vector))

    ns.flatten = flatten


@misconception("q8")
def flatten_without_numpy(ns):
    """What is returned first is a list. It should be an array of one axis, with which an optimizer
    can calculate.

    What does `2.0 * vector` give for a list?
    """
    right = ns.flatten

    def flatten(value):
        vector, back = right(value)
        return list(vector), back

    ns.flatten = flatten


@misconception("q8")
def flatten_column(ns):
    """What is returned first has two axes. A vector has one.

    Which shape has your vector?
    """
    right = ns.flatten

    def flatten(value):
        vector, back = right(value)
        return vector.reshape(-1, 1), lambda vector: back(np.reshape(vector, -1))

    ns.flatten = flatten


@misconception("q8")
def flatten_only_the_vector(ns):
    """Only the vector is returned. The function that puts it back is asked for as well.

    How does the optimizer's result get back into its form?
    """
    right = ns.flatten
    ns.flatten = lambda value: right(value)[0]


def descend(ns, step, tell="before", count=lambda n: n, first=0, result=None, begin=None):
    """Go down by `step(x, velocity, g, rate, mass)`, which gives the next x and velocity."""

    def sgd(grad, init_params, callback=None, num_iters=200, step_size=0.1, mass=0.9):
        flattened_grad, unflatten, x = ns.flatten_func(grad, init_params)
        velocity = begin(flattened_grad, x) if begin else np.zeros(len(x))
        for i in range(first, first + count(num_iters)):
            g = flattened_grad(x, i)
            if callback and tell == "before":
                callback(unflatten(x), i, unflatten(g))
            if callback and tell == "flat":
                callback(x, i, g)
            x, velocity = step(x, velocity, g, step_size, mass)
            if callback and tell == "after":
                callback(unflatten(x), i, unflatten(g))
        return result(x, velocity, unflatten) if result else unflatten(x)

    sgd.__defaults__ = ns.sgd.__defaults__
    ns.sgd = sgd


def right(x, v, g, rate, mass):
    v = mass * v - (1.0 - mass) * g
    return x + rate * v, v


@misconception("q8")
def sgd_uphill(ns):
    """Parameters move in the direction of the gradient, and the loss grows.

    Which way does a function grow fastest, and which way should you go?
    """
    descend(ns, lambda x, v, g, rate, mass: right(x, v, -g, rate, mass))


@misconception("q8")
def sgd_whole_gradient(ns):
    """The gradient counts in full, and should count with the factor 1 - mass.

    How fast does the velocity become if the gradient stays as it is?
    """

    def step(x, v, g, rate, mass):
        v = mass * v - g
        return x + rate * v, v

    descend(ns, step)


@misconception("q8")
def sgd_without_momentum(ns):
    """Each step follows the gradient alone, without what is left of the velocity.

    What becomes of the velocity when the gradient is zero?
    """
    descend(ns, lambda x, v, g, rate, mass: (x - rate * g, v))


@misconception("q8")
def sgd_velocity_forgotten(ns):
    """The velocity begins with zeros again in each step.

    What should the velocity of one step know of the one before?
    """
    descend(ns, lambda x, v, g, rate, mass: (x - rate * (1.0 - mass) * g, v))


@misconception("q8")
def sgd_mass_exchanged(ns):
    """`mass` and `1 - mass` stand in each other's place.

    With a mass of 0.9, what counts more: the velocity so far, or the new gradient?
    """
    descend(ns, lambda x, v, g, rate, mass: right(x, v, g, rate, 1.0 - mass))


@misconception("q8")
def sgd_moves_before_the_velocity(ns):
    """The parameters move with the velocity of the step before, which is renewed only afterwards.

    Which velocity does the second formula use, the old one or the new one?
    """

    def step(x, v, g, rate, mass):
        return x + rate * v, mass * v - (1.0 - mass) * g

    descend(ns, step)


@misconception("q8")
def sgd_step_size_forgotten(ns):
    """The velocity is added as it is, without the step size.

    What should happen if the step size is halved?
    """

    def step(x, v, g, rate, mass):
        x, v = right(x, v, g, 1.0, mass)
        return x, v

    descend(ns, step)


@misconception("q8", ways=("in the velocity", "twice"))
def sgd_step_size_in_the_velocity(ns, way):
    """The step size is a factor of the velocity, where it stays from step to step, and of the move
    as well.

    In which of the two formulas is there a step size?
    """

    def step(x, v, g, rate, mass):
        if way == "twice":
            return right(x, v, rate * g, rate, mass)
        v = rate * (mass * v - (1.0 - mass) * g)
        return x + v, v

    descend(ns, step)


@misconception("q8")
def sgd_one_step_too_many(ns):
    """One step is done too many.

    Which numbers i does `range(n + 1)` give, and how many are they?
    """
    descend(ns, right, count=lambda n: n + 1)


@misconception("q8")
def sgd_one_step_too_few(ns):
    """One step is done too few.

    Which numbers i does `range(1, n)` give, and how many are they?
    """
    descend(ns, right, count=lambda n: max(n - 1, 0))


@misconception("q8")
def sgd_counts_from_one(ns):
    """The steps are counted from 1. The first one should be number 0.

    Which number does the gradient get in the first step?
    """
    descend(ns, right, first=1)


@misconception("q8", ways=("200", "0.1", "0.9", "0.1 and 0.9"))
def sgd_with_its_own_settings(ns, way):
    """Numbers stand in the code where the caller's settings should be used.

    What changes in your code when the caller asks for another step size, mass, or number of steps?
    """

    def step(x, v, g, rate, mass):
        return right(x, v, g, 0.1 if "0.1" in way else rate, 0.9 if "0.9" in way else mass)

    descend(ns, step, count=(lambda n: 200) if way == "200" else lambda n: n)


@misconception("q8")
def sgd_tells_after_the_step(ns):
    """The callback is called after the step, with parameters that have moved already.

    Which parameters should the callback see at i = 0?
    """
    descend(ns, right, tell="after")


@misconception("q8")
def sgd_tells_nobody(ns):
    """The callback is never called.

    What is the argument `callback` for?
    """
    descend(ns, right, tell="never")


@misconception("q8")
def sgd_tells_vectors(ns):
    """The callback is given vectors. It should get parameters and gradient in the form that they
    came in.

    What does a callback do that asks for `params["b"]`?
    """
    descend(ns, right, tell="flat")


@misconception("q8")
def sgd_returns_a_vector(ns):
    """The result is one vector. It should have the form of the parameters that were given.

    What does somebody do with the result who asks for `params["b"]`?
    """
    descend(ns, right, result=lambda x, v, unflatten: x)


@misconception("q8")
def sgd_returns_the_start(ns):
    """What is returned is where it all began.

    In which variable are the parameters after the last step?
    """
    right_one = ns.sgd

    def sgd(grad, init_params, callback=None, num_iters=200, step_size=0.1, mass=0.9):
        right_one(grad, init_params, callback, num_iters, step_size, mass)
        return init_params

    sgd.__defaults__ = ns.sgd.__defaults__
    ns.sgd = sgd


@misconception("q8")
def sgd_returns_nothing(ns):
    """Nothing is returned.

    What does the caller wait for, and where is the `return`?
    """
    descend(ns, right, result=lambda x, v, unflatten: None)


@misconception("q8")
def sgd_returns_the_velocity(ns):
    """What is returned is the last velocity, and should be the parameters.

    What does the training look for: how fast, or where?
    """
    descend(ns, right, result=lambda x, v, unflatten: unflatten(v))


@misconception("q8")
def sgd_begins_with_the_gradient(ns):
    """The velocity begins with the first gradient. It should begin with zeros.

    How fast do the parameters move before the first step?
    """

    def step(x, v, g, rate, mass):
        return right(x, -g if v is None else v, g, rate, mass)

    descend(ns, step, begin=lambda grad, x: None)


@misconception("q8")
def sgd_changes_what_it_was_given(ns):
    """The parameters that were given are changed in place. Whoever called may still need them.

    After `x += step`, how many arrays are there?
    """
    right_one = ns.sgd

    def sgd(grad, init_params, callback=None, num_iters=200, step_size=0.1, mass=0.9):
        found = right_one(grad, init_params, callback, num_iters, step_size, mass)
        if isinstance(init_params, np.ndarray):
            init_params[...] = found
        else:
            for key in init_params:
                init_params[key] = found[key]
        return found

    sgd.__defaults__ = ns.sgd.__defaults__
    ns.sgd = sgd
