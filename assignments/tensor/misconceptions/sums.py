"""Wrong sums and wrong broadcasting: over which axes, how often, and back to which shape."""

import numpy as np

from autograder.explaining.misconceptions import misconception


def counted(axes, ndim):
    """The axes as a tuple of positions."""
    axes = range(ndim) if axes is None else np.atleast_1d(axes)
    return tuple(int(axis) % ndim for axis in axes)


def kept(shape, axes):
    """The shape with 1 in place of what is summed over."""
    return tuple(1 if i in axes else side for i, side in enumerate(shape))


def send_sum(ns, rule):
    """Install a rule of what comes in, the input's shape, and the axes."""
    ns.Summation.gradient = lambda self, out_grad, node: rule(
        out_grad, node.inputs[0].shape, self.axes
    )


def right_sum(g, shape, axes):
    return g.reshape(kept(shape, counted(axes, len(shape)))).broadcast_to(shape)


def send_broadcast(ns, rule):
    """Install a rule of what comes in, the input's shape, and the shape broadcast to."""
    ns.BroadcastTo.gradient = lambda self, out_grad, node: rule(
        out_grad, node.inputs[0].shape, self.shape
    )


def repeated(shape, wide):
    """The axes that are new, and those that were 1 and are longer, as positions in the result."""
    more = len(wide) - len(shape)
    stretched = [i + more for i, side in enumerate(shape) if side != wide[i + more]]
    return tuple(range(more)), tuple(stretched)


@misconception("q1")
def sum_of_everything(ns):
    """Everything is added up, whatever `axes` says.

    Which shape should the sum of a `(2, 3)` array over axis 0 have?
    """
    ns.Summation.compute = lambda self, a: np.sum(a)


@misconception("q1")
def sum_axes_kept(ns):
    """The axes that were summed over are still there, with length 1. They should be gone.

    Which shape should the sum of a `(2, 3)` array over axis 0 have: `(1, 3)` or `(3,)`?
    """
    ns.Summation.compute = lambda self, a: np.sum(a, axis=self.axes, keepdims=True)


@misconception("q1")
def sum_axis_zero_is_no_axis(ns):
    """Axis 0 is taken for no axis at all, and then everything is added up. In Python 0 counts as
    false.

    What does `if axes:` do for `axes = 0`, and what for `axes = None`?
    """
    ns.Summation.compute = lambda self, a: np.sum(a, axis=self.axes if self.axes else None)


@misconception("q1")
def sum_is_mean(ns):
    """The elements are averaged. A sum does not divide by how many there are.

    What is the sum of 1, 2 and 3?
    """
    ns.Summation.compute = lambda self, a: np.mean(a, axis=self.axes)


@misconception("q1")
def broadcast_fills_up(ns):
    """The numbers are written one after the other until the shape is full. Broadcasting repeats
    along an axis, and keeps each number in its row or column.

    Which row should stand twice when `[[1], [2]]` is broadcast to `(2, 3)`, if any?
    """
    ns.BroadcastTo.compute = lambda self, a: np.resize(a, self.shape)


@misconception("q2")
def sum_divided_by_count(ns):
    """The gradient is divided by the number of elements that were added up. That would be right
    for a mean.

    If one of ten elements grows by 1, by how much does their sum grow?
    """

    def rule(g, shape, axes):
        count = np.prod([shape[i] for i in counted(axes, len(shape))])
        return right_sum(g, shape, axes) / float(count)

    send_sum(ns, rule)


@misconception("q2")
def sum_times_count(ns):
    """The gradient is multiplied by the number of elements that were added up. Each of them is in
    the sum once.

    If one of ten elements grows by 1, by how much does their sum grow?
    """

    def rule(g, shape, axes):
        count = np.prod([shape[i] for i in counted(axes, len(shape))])
        return right_sum(g, shape, axes) * float(count)

    send_sum(ns, rule)


@misconception("q2")
def sum_broadcast_without_reshape(ns):
    """`out_grad` is broadcast as it is. Broadcasting puts new axes in front, and the axis that was
    summed over may stand elsewhere.

    For a `(2, 3)` array summed over axis 1, at which place of the shape `(2,)` is one missing?
    """
    send_sum(ns, lambda g, shape, axes: g.broadcast_to(shape))


@misconception("q2")
def sum_axes_at_the_end(ns):
    """The axes that are missing in `out_grad` are put at the end. They belong where they were
    summed over.

    For a `(2, 3)` array summed over axis 0, at which place of the shape `(3,)` is one missing?
    """

    def rule(g, shape, axes):
        more = len(shape) - len(g.shape)
        return g.reshape((*g.shape, *[1] * more)).broadcast_to(shape)

    send_sum(ns, rule)


@misconception("q2", ways=("as it is", "reshaped"))
def sum_handed_on(ns, way):
    """What comes in is sent on without being spread over the elements. Each element of the input
    needs a gradient of its own.

    Which shape has the input, and which has what you return?
    """

    def rule(g, shape, axes):
        return g if way == "as it is" else g.reshape(kept(shape, counted(axes, len(shape))))

    send_sum(ns, rule)


@misconception("q2")
def sum_negative_axes_unknown(ns):
    """An axis that is counted from the end is not found among the positions 0, 1, 2, so its place
    in the shape is not kept.

    If an array has three axes, which positive number is the axis -1?
    """

    def rule(g, shape, axes):
        axes = tuple(range(len(shape))) if axes is None else axes
        axes = (axes,) if isinstance(axes, int) else axes
        return g.reshape(kept(shape, axes)).broadcast_to(shape)

    send_sum(ns, rule)


@misconception("q2")
def sum_axis_zero_is_all(ns):
    """Axis 0 is taken for no axis at all. In Python 0 counts as false, as None does.

    What does `if axes:` do for `axes = 0`, and what for `axes = None`?
    """

    def rule(g, shape, axes):
        return right_sum(g, shape, axes if axes else None)

    send_sum(ns, rule)


@misconception("q2")
def sum_one_axis_is_no_tuple(ns):
    """`axes` is gone through like a tuple, and it may be a single number. That has no elements.

    What are the three forms in which `axes` can be given?
    """

    def rule(g, shape, axes):
        axes = range(len(shape)) if axes is None else axes
        return right_sum(g, shape, tuple(axes))

    send_sum(ns, rule)


@misconception("q2")
def sum_all_axes_is_no_tuple(ns):
    """`axes` is gone through like a tuple, and it may be None. That stands for all axes.

    What are the three forms in which `axes` can be given?
    """

    def rule(g, shape, axes):
        axes = (axes,) if isinstance(axes, int) else axes
        return right_sum(g, shape, tuple(axes))

    send_sum(ns, rule)


@misconception("q2")
def broadcast_not_added_up(ns):
    """What comes in is sent on with the large shape. An element that was repeated gets a gradient
    from each of its copies.

    If one number was repeated six times, how many gradients come back to it?
    """
    send_broadcast(ns, lambda g, shape, wide: g)


@misconception("q2")
def broadcast_again(ns):
    """What comes in is broadcast to the input's shape. Broadcasting makes larger; the way back
    has to make smaller.

    If one number was repeated six times, how do six gradients become one?
    """
    send_broadcast(ns, lambda g, shape, wide: g.broadcast_to(shape))


@misconception("q2")
def broadcast_mean(ns):
    """The gradients of the copies are averaged. Each copy changes the loss, and these changes add
    up.

    If a number was repeated six times and each copy adds 1 to the loss, what is its gradient?
    """

    def rule(g, shape, wide):
        new, stretched = repeated(shape, wide)
        count = np.prod([wide[i] for i in (*new, *stretched)])
        return g.sum((*new, *stretched)).reshape(shape) / float(count)

    send_broadcast(ns, rule)


@misconception("q2", ways=("reshaped", "as it is", "where there are any"))
def broadcast_only_new_axes(ns, way):
    """The new axes are added up, and those of size 1 that were repeated are not.

    When `(3, 1)` becomes `(2, 3, 4)`, along which axes were numbers repeated?
    """

    def rule(g, shape, wide):
        new, _ = repeated(shape, wide)
        g = g.sum(new) if new or way != "where there are any" else g
        return g.reshape(shape) if way == "reshaped" else g

    send_broadcast(ns, rule)


@misconception("q2", ways=("reshaped", "as it is", "places in the input"))
def broadcast_only_stretched_axes(ns, way):
    """The axes of size 1 that were repeated are added up, and the new ones in front are not.

    When `(3, 1)` becomes `(2, 3, 4)`, along which axes were numbers repeated?
    """

    def rule(g, shape, wide):
        _, stretched = repeated(shape, wide)
        if way == "places in the input":
            stretched = tuple(i for i, side in enumerate(shape) if side == 1 and wide[i] != 1)
        g = g.sum(stretched)
        return g if way == "as it is" else g.reshape(shape)

    send_broadcast(ns, rule)


@misconception("q2", ways=("first", "first and rest", "first, all"))
def broadcast_compared_from_the_left(ns, way):
    """The two shapes are compared from the left. Broadcasting puts new axes in front, so they
    have to be compared from the right.

    When `(3,)` becomes `(2, 3)`, which axis of the result belongs to the input's only one?
    """

    def rule(g, shape, wide):
        axes = [
            i for i, (side, other) in enumerate(zip(shape, wide, strict=False)) if side != other
        ]
        if way != "first":
            axes += range(len(shape), len(wide))
        g = g.sum(tuple(axes))
        return g if way == "first and rest" else g.reshape(shape)

    send_broadcast(ns, rule)


@misconception("q2")
def broadcast_everything_added_up(ns):
    """All of what comes in is added up to one number, and each element of the input gets that. It
    should get what came back to its own copies.

    When `[1, 2]` is repeated in two rows, which entries of `out_grad` belong to the 1?
    """
    send_broadcast(ns, lambda g, shape, wide: g.sum().broadcast_to(shape))


@misconception("q2")
def broadcast_ones_lost(ns):
    """The right axes are added up, and then the axes of size 1 are missing in the result.

    Which shape has the input, and which has what you return?
    """

    def rule(g, shape, wide):
        new, stretched = repeated(shape, wide)
        return g.sum((*new, *stretched))

    send_broadcast(ns, rule)


@misconception("q1")
def broadcast_tiled(ns):
    """The array is repeated as often as the shape says. The shape says how long the axes should be
    in the end.

    How often must an axis of length 3 be repeated until its length is 3?
    """
    ns.BroadcastTo.compute = lambda self, a: np.tile(a, self.shape)


@misconception("q2", ways=("their sum", "the first"))
def sum_one_number_for_all(ns, way):
    """One number is made of what comes in, and spread over everything. Each line that was added up
    has a number of its own.

    For a `(2, 3)` array summed over axis 1, how many numbers come in, and who gets which?
    """

    def rule(g, shape, axes):
        if way == "their sum":
            return g.sum().broadcast_to(shape)
        return ns.Tensor(np.full(shape, g.numpy().flat[0]))

    send_sum(ns, rule)
