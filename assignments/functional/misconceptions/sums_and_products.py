"""What was stretched and is added up wrongly, and wrong rules of sums and of products of
matrices."""

import numpy as np

from autograder.explaining.misconceptions import misconception


def unbroadcast(ns, new=None, ones=None):
    """Let `new(g, more)` take away the axes in front, and `ones(g, axis)` add up one of length
    1."""

    def own(target, g):
        more = np.ndim(g) - np.ndim(target)
        if more > 0:
            g = new(g, more) if new else np.sum(g, axis=tuple(range(more)))
        for axis, size in reversed(list(enumerate(np.shape(target)))):
            if size == 1:
                g = ones(g, axis) if ones else np.sum(g, axis=axis, keepdims=True)
        return g

    ns.unbroadcast = own


@misconception("q3", ways=("as it is", "reshaped"))
def stretched_only_new_axes(ns, way):
    """The axes that were put in front are added up. An axis of length 1 was repeated as well, and
    is not added up.

    Which shapes are stretched to `(2, 3)`: only `(3,)`, or `(1, 3)` and `(2, 1)` as well?
    """

    def own(target, g):
        while np.ndim(g) > np.ndim(target):
            g = np.sum(g, axis=0)
        return g if way == "as it is" else np.reshape(g, np.shape(target))

    ns.unbroadcast = own


@misconception("q3")
def stretched_only_axes_of_one(ns):
    """Axes of length 1 are added up. Those that the target did not have at all are not.

    Which axes does an array of shape `(3,)` get when it is added to one of shape `(2, 3)`?
    """

    def own(target, g):
        for axis, size in enumerate(np.shape(target)):
            if size == 1:
                g = np.sum(g, axis=axis, keepdims=True)
        return g

    ns.unbroadcast = own


@misconception("q3")
def stretched_ones_before_new_axes(ns):
    """Axes of length 1 are added up while the new ones still stand in front. So they are not where
    they are in the target.

    Which axis of a `(2, 4, 3)` belongs to the first axis of a `(4, 1)`?
    """

    def own(target, g):
        for axis, size in enumerate(np.shape(target)):
            if size == 1:
                g = np.sum(g, axis=axis, keepdims=True)
        while np.ndim(g) > np.ndim(target):
            g = np.sum(g, axis=0)
        return g

    ns.unbroadcast = own


@misconception("q3", ways=("one by one", "from the right"))
def stretched_axes_vanish(ns, way):
    """Axes of length 1 are added up, and then they are gone. The target still has them.

    What does `keepdims` of `np.sum` do?
    """

    def own(target, g):
        while np.ndim(g) > np.ndim(target):
            g = np.sum(g, axis=0)
        sizes = list(enumerate(np.shape(target)))
        for axis, size in sizes if way == "one by one" else sizes[::-1]:
            if size == 1:
                g = np.sum(g, axis=axis)
        return g

    ns.unbroadcast = own


@misconception("q3", ways=("everywhere", "new axes"))
def stretched_mean(ns, way):
    """What comes back from several uses is averaged. Each use changes the loss, and these changes
    add up.

    If an entry is used five times and each use adds 1 to the loss, by how much does it change?
    """
    unbroadcast(
        ns,
        lambda g, more: np.mean(g, axis=tuple(range(more))),
        None if way == "new axes" else lambda g, axis: np.mean(g, axis=axis, keepdims=True),
    )


@misconception("q3")
def stretched_first_use_only(ns):
    """Only the first of several uses is sent back. The others count as well.

    If an entry is used in each of five rows, how many messages are there for it?
    """

    def ones(g, axis):
        return np.swapaxes(np.swapaxes(g, 0, axis)[:1], 0, axis)

    unbroadcast(ns, lambda g, more: g[(0,) * more], ones)


@misconception("q3")
def stretched_one_new_axis_only(ns):
    """One axis in front is added up, whether there are more of them or not.

    How many axes does a single number get when it is added to a matrix?
    """
    unbroadcast(ns, lambda g, more: np.sum(g, axis=0))


@misconception("q3")
def stretched_compared_from_the_left(ns):
    """The last axes are added up, as if new ones were put at the end. NumPy compares shapes from
    the right.

    Which axis of a `(2, 3)` belongs to that of a `(3,)`?
    """
    unbroadcast(ns, lambda g, more: np.sum(g, axis=tuple(range(-more, 0))))


@misconception("q3", ways=("a number", "in every entry"))
def stretched_everything_added_up(ns, way):
    """All of `g` is added up to one number. Each entry of the target gets what its own uses send.

    Which entries of a `(2, 3)` did the second entry of a `(3,)` become?
    """

    def own(target, g):
        total = np.sum(g)
        return total if way == "a number" else np.broadcast_to(total, np.shape(target))

    ns.unbroadcast = own


@misconception("q3")
def stretched_sent_as_it_is(ns):
    """`g` is sent back as it came, in the shape of the result. It should have the shape of the
    target.

    If one number was added to six, how many derivatives are there by it?
    """
    ns.unbroadcast = lambda target, g: g


@misconception("q3", ways=("reshape", "broadcast_to"))
def stretched_forced_into_shape(ns, way):
    """`g` is forced into the shape of the target. It has more entries than that, and they have to
    be added up.

    How do six numbers become three, without any of them getting lost?
    """
    ns.unbroadcast = lambda target, g: getattr(ns.np, way)(g, np.shape(target))


@misconception("q3")
def stretched_out_of_boxes(ns):
    """The sums are right, and are made of plain values. So the derivative cannot be differentiated
    again.

    While a derivative is differentiated, what is `g`, and who watches it?
    """
    right = ns.unbroadcast
    ns.unbroadcast = lambda target, g: right(target, ns.unboxed(g))


@misconception("q3")
def stretched_made_an_array(ns):
    """`g` is put into an array of its own. A box cannot be put there, so the derivative cannot be
    differentiated again.

    Do you need `np.array`, where `np.sum` takes arrays and boxes alike?
    """
    right = ns.unbroadcast
    ns.unbroadcast = lambda target, g: right(target, np.array(g))


def sum_rule(ns, back=None, send=None):
    """The rule of a sum: `back(g, axis, keepdims)` puts axes back, `send(g, x)` is what is sent."""

    def right(g, axis, keepdims):
        return g if axis is None or keepdims else np.expand_dims(g, axis)

    def rule(g, ans, x, axis=None, keepdims=False):
        g = (back or right)(g, axis, keepdims)
        return send(g, x) if send else np.broadcast_to(g, np.shape(x))

    ns.defvjp(ns.np.sum, rule)


@misconception("q3")
def sum_not_repeated(ns):
    """`g` is sent as it came. Each entry of `x` gets something of it, so it has to be repeated.

    Which shape has `x`, and which one has what you send?
    """
    sum_rule(ns, lambda g, axis, keepdims: g, lambda g, x: g)


@misconception("q3")
def sum_axes_back_and_not_repeated(ns):
    """The axes are put back, with length 1, and `g` is not repeated along them.

    Which shape has `x`, and which one has what you send?
    """
    sum_rule(ns, send=lambda g, x: g)


@misconception("q3")
def sum_axes_not_put_back(ns):
    """`g` is repeated without the axis that was added up. NumPy then fits it from the right, which
    is another place, or none.

    If you add up a `(2, 3)` over axis 1, which shape has `g`, and what should it be first?
    """
    sum_rule(ns, lambda g, axis, keepdims: g)


@misconception("q3")
def sum_keepdims_ignored(ns):
    """An axis is put back, although `keepdims` has kept it.

    Which shape has `g` after a sum with `keepdims=True`?
    """
    sum_rule(ns, lambda g, axis, keepdims: g if axis is None else np.expand_dims(g, axis))


@misconception("q3", ways=("as they stand", "sorted"))
def sum_axes_put_back_one_by_one(ns, way):
    """The axes are put back one after the other, and each moves those that come later, or is
    counted while others are missing. It is right for one axis only.

    In which order do the axes `(1, 0)` have to come back to `(4,)`, if it was `(2, 3, 4)`?
    """

    def back(g, axis, keepdims):
        if axis is None or keepdims:
            return g
        axes = axis if isinstance(axis, tuple) else (axis,)
        for one in axes if way == "as they stand" else sorted(axes):
            g = np.expand_dims(g, one)
        return g

    sum_rule(ns, back)


@misconception("q3")
def sum_negative_axes_unknown(ns):
    """A negative axis is not recognised, and so it is not put back. Axis -1 is the last one.

    Which axis of a `(2, 3)` is -1?
    """

    def back(g, axis, keepdims):
        if axis is None or keepdims:
            return g
        axes = axis if isinstance(axis, tuple) else (axis,)
        for one in sorted(axes):
            g = np.expand_dims(g, one) if one >= 0 else g
        return g

    sum_rule(ns, back)


@misconception("q3")
def sum_shared_out(ns):
    """`g` is divided among the entries, as for a mean. In a sum each entry counts in full.

    If one of six numbers grows by 1, by how much does their sum grow?
    """
    sum_rule(ns, send=lambda g, x: np.broadcast_to(g * (np.size(g) / np.size(x)), np.shape(x)))


@misconception("q3")
def sum_times_the_entries(ns):
    """What is sent is multiplied by `x`. How fast a sum grows does not depend on how large its
    entries are.

    If an entry of 100 grows by 1, by how much does the sum grow?
    """
    sum_rule(ns, send=lambda g, x: g * x)


@misconception("q3")
def sum_of_what_comes_in(ns):
    """`g` is added up once more before it is sent. Each entry should get what comes in at its own
    sum only.

    If you add up rows, does the first row count in the sum of the second?
    """
    sum_rule(ns, lambda g, axis, keepdims: np.sum(g))


@misconception("q3")
def sum_without_keywords(ns):
    """The rule takes no keywords. A call with `axis` cannot be differentiated then.

    With which keywords is `np.sum` called, and where do they reach the rule?
    """
    ns.defvjp(ns.np.sum, lambda g, ans, x: np.broadcast_to(g, np.shape(x)))
