"""A derivation with a wrong line, and containers that come back in another form."""

import numpy as np

from autograder.explaining.misconceptions import misconception


def derivation(ns, **lines):
    """Replace lines of the derivation; each is a function of what stands above it."""
    a = float(ns.derivation(0.0, 0.0, 0.0, 1.0)["L"]) / 0.25  # y is one half there

    def derived(w, x, b, t):
        z = w * x + b
        y = 1.0 / (1.0 + np.exp(-z))
        on = {"w": w, "x": x, "b": b, "t": t, "z": z, "y": y}
        on |= {"L": a * (y - t) ** 2, "L_bar": 1.0, "slope": 2.0 * a}
        right = {
            "y_bar": lambda on: on["L_bar"] * on["slope"] * (on["y"] - on["t"]),
            "z_bar": lambda on: on["y_bar"] * on["y"] * (1.0 - on["y"]),
            "w_bar": lambda on: on["z_bar"] * on["x"],
            "b_bar": lambda on: on["z_bar"],
        }
        for name, compute in (right | lines).items():
            on[name] = compute(on)
        return {name: on[name] for name in ("L", "L_bar", *right)}

    ns.derivation = derived


@misconception("q8")
def derivation_y_bar_turned_round(ns):
    """`y_bar` has the wrong sign. The loss grows when `y` moves away from `t` upwards.

    If y is larger than t and grows, does the loss grow or shrink?
    """
    derivation(ns, y_bar=lambda on: on["slope"] * (on["t"] - on["y"]))


@misconception("q8", ways=("0.5", "2.0"))
def derivation_y_bar_factor(ns, way):
    """`y_bar` has a factor too many. The exponent 2 comes down and meets the one half.

    What is the derivative of `0.5 * (y - t)**2` by y?
    """
    derivation(ns, y_bar=lambda on: float(way) * on["slope"] * (on["y"] - on["t"]))


@misconception("q8", ways=("half", "whole"))
def derivation_y_bar_squared(ns, way):
    """`y_bar` is the loss itself, or its square. It should be its derivative.

    What becomes of the exponent 2 in the derivative of a square?
    """

    def y_bar(on):
        return (on["slope"] / 2.0 if way == "half" else 1.0) * (on["y"] - on["t"]) ** 2

    derivation(ns, y_bar=y_bar)


@misconception("q8")
def derivation_z_bar_of_z(ns):
    """In `z_bar` there is `z` where `y` belongs. The slope of the sigmoid is made from its value.

    In `s * (1 - s)`, what is s: the argument of the sigmoid, or its value?
    """
    derivation(ns, z_bar=lambda on: on["y_bar"] * on["z"] * (1.0 - on["z"]))


@misconception("q8")
def derivation_z_bar_without_y_bar(ns):
    """`z_bar` is the slope of the sigmoid alone. What comes from the line above is a factor of it.

    If the loss changes by 5 for each unit of y, by how much for each unit of z?
    """
    derivation(ns, z_bar=lambda on: on["y"] * (1.0 - on["y"]))


@misconception("q8", ways=("y", "1 - y", "1"))
def derivation_z_bar_half_a_slope(ns, way):
    """In `z_bar` the slope of the sigmoid is missing, or a factor of it. It is small on both sides,
    for y near 0 and for y near 1.

    How steep is the sigmoid where its value is almost 1?
    """
    slopes = {"y": lambda y: y, "1 - y": lambda y: 1.0 - y, "1": lambda y: 1.0}
    derivation(ns, z_bar=lambda on: on["y_bar"] * slopes[way](on["y"]))


@misconception("q8")
def derivation_z_bar_as_tanh(ns):
    """`z_bar` has the slope of tanh, one minus the square. The sigmoid has another one.

    What says the task about the slope of the sigmoid?
    """
    derivation(ns, z_bar=lambda on: on["y_bar"] * (1.0 - on["y"] ** 2))


@misconception("q8")
def derivation_z_bar_sigmoid_twice(ns):
    """In `z_bar` the sigmoid is taken of `y`, which is the sigmoid already.

    Which of y and z is the value of the sigmoid?
    """

    def z_bar(on):
        twice = 1.0 / (1.0 + np.exp(-on["y"]))
        return on["y_bar"] * twice * (1.0 - twice)

    derivation(ns, z_bar=z_bar)


@misconception("q8")
def derivation_w_bar_by_w(ns):
    """`w_bar` is multiplied by `w`. In a product, the derivative by one factor is the other one.

    If w grows by 1, by how much does `w * x + b` grow?
    """
    derivation(ns, w_bar=lambda on: on["z_bar"] * on["w"])


@misconception("q8")
def derivation_w_bar_without_x(ns):
    """`w_bar` is `z_bar` as it is. That is right for a summand, and `w` is a factor.

    If w grows by 1, by how much does `w * x + b` grow?
    """
    derivation(ns, w_bar=lambda on: on["z_bar"])


@misconception("q8")
def derivation_w_bar_without_z_bar(ns):
    """`w_bar` is `x` alone: the derivative of `z` by `w`, and not of the loss.

    If the loss changes by 5 for each unit of z, by how much for each unit of w?
    """
    derivation(ns, w_bar=lambda on: on["x"])


@misconception("q8")
def derivation_b_bar_by_b(ns):
    """`b_bar` is multiplied by `b`. It is a summand: how fast a sum grows does not depend on it.

    If b grows by 1, by how much does `w * x + b` grow?
    """
    derivation(ns, b_bar=lambda on: on["z_bar"] * on["b"])


@misconception("q8")
def derivation_b_bar_by_x(ns):
    """`b_bar` is multiplied by `x`. That is a factor of `w` and not of `b`.

    If b grows by 1, by how much does `w * x + b` grow?
    """
    derivation(ns, b_bar=lambda on: on["z_bar"] * on["x"])


@misconception("q8", ways=("1.0", "y_bar"))
def derivation_b_bar_of_another_line(ns, way):
    """`b_bar` does not follow from `z_bar`. It is the derivative of the loss, by way of `z`.

    Through which line does b reach the loss?
    """
    derivation(ns, b_bar=lambda on: 1.0 if way == "1.0" else on["y_bar"])


def leaf(value):
    array = np.array(value, dtype=float)
    if array.ndim == 0:
        return array.reshape(1), lambda vector: vector[0]
    return array.ravel(), lambda vector: np.reshape(vector, array.shape)


def flat(value, of=leaf, back=lambda kind, items: kind(items), dicts=None, keys=list, cut=None):
    """The vector of a container, and the way back, with something done otherwise."""
    more = {"of": of, "back": back, "dicts": dicts, "keys": keys, "cut": cut}
    if isinstance(value, dict):
        names = list(value)
        vector, unflatten_items = flat([value[key] for key in keys(value)], **more)
        put = dicts or (lambda names, items: dict(zip(names, items, strict=False)))
        return vector, lambda vector: put(names, unflatten_items(vector))
    if not isinstance(value, (list, tuple)):
        return of(value)
    parts = [flat(item, **more) for item in value]

    def unflatten(vector):
        items, start = [], 0
        for part, unflatten_item in parts:
            first = cut(start) if cut else start
            items.append(unflatten_item(vector[first : first + len(part)]))
            start += len(part)
        return back(type(value), items)

    return np.concatenate([np.zeros(0), *[part for part, _ in parts]]), unflatten


@misconception("q8")
def flatten_tuples_become_lists(ns):
    """What was a tuple comes back as a list. The form should be the same.

    How can you make a container of the same kind as `value`?
    """
    ns.flatten = lambda value: flat(value, back=lambda kind, items: list(items))


@misconception("q8")
def flatten_lists_become_tuples(ns):
    """What was a list comes back as a tuple. The form should be the same.

    How can you make a container of the same kind as `value`?
    """
    ns.flatten = lambda value: flat(value, back=lambda kind, items: tuple(items))


@misconception("q8")
def flatten_dicts_become_lists(ns):
    """What was a dict comes back as a list of its values. The keys got lost.

    Where does the function that puts things back find the keys?
    """
    ns.flatten = lambda value: flat(value, dicts=lambda keys, items: items)


@misconception("q8", ways=("arrays", "numbers, too"))
def flatten_shapes_lost(ns, way):
    """Arrays come back as vectors. They should have their shapes again.

    Where does the function that puts things back find the shape of an array?
    """

    def of(value):
        vector, back = leaf(value)
        return vector, back if way == "arrays" and np.ndim(value) == 0 else lambda vector: vector

    ns.flatten = lambda value: flat(value, of=of)


@misconception("q8")
def flatten_numbers_become_vectors(ns):
    """A single number comes back as an array of one entry.

    Which shape has a number, and which one has what you put back?
    """

    def of(value):
        vector, back = leaf(value)
        return vector, back if np.ndim(value) else lambda vector: vector

    ns.flatten = lambda value: flat(value, of=of)


@misconception("q8")
def flatten_every_part_from_the_start(ns):
    """Every part is filled from the start of the vector. Each has its own place in it.

    At which number does the second part begin?
    """
    ns.flatten = lambda value: flat(value, cut=lambda start: 0)


@misconception("q8")
def flatten_puts_the_old_numbers_back(ns):
    """What is put back are the numbers that were there at first, whatever vector is given.

    If an optimizer changes the vector, where should the change be seen?
    """

    def flatten(value):
        vector, back = flat(value)
        return vector, lambda changed: back(vector)

    ns.flatten = flatten


@misconception("q8", ways=("there", "back"))
def flatten_columns_first(ns, way):
    """Arrays are read row by row in one direction and column by column in the other.

    Which entry comes second in the vector: the one to the right of the first, or the one below?
    """

    def of(value):
        vector, back = leaf(value)
        shape = np.shape(value)
        if len(shape) < 2:
            return vector, back
        if way == "there":
            return np.array(value, dtype=float).ravel(order="F"), back
        return vector, lambda vector: np.reshape(vector, shape[::-1]).T

    ns.flatten = lambda value: flat(value, of=of)
