"""Lost traces: the numbers are right, and on the way something became a plain number."""

import numpy as np

from autograder.explaining.misconceptions import misconception


def filled(field):
    """The same field, its numbers written into an array that was made before."""
    made = np.zeros(field.shape)
    for place in np.ndindex(field.shape):
        made[place] = field[place]
    return made


def as_number(value):
    """The number of a traced value, without its derivative; a plain one as it is."""
    return value.numpy() if hasattr(value, "numpy") else value


@misconception("q1", ways=("places", "+="))
def advect_filled_place_by_place(ns, way):
    """An array of zeros is filled place by place, or with `+=`. The numbers are right, but an array
    that was made before cannot hold what is traced.

    Can you write the new field as one formula, whose result is a new array?
    """
    right = ns.advect

    def advect(f, vx, vy):
        after = right(f, vx, vy)
        if way == "places":
            return filled(after)
        made = np.zeros(f.shape)
        made += after
        return made

    ns.advect = advect


@misconception("q1")
def advect_traces_become_plain(ns):
    """On the way, traced numbers become plain ones: by `float`, by a function of `math`, or as
    `np.array` of a list.

    Which of your lines would fail if a number were not just a number, but traced?
    """
    right = ns.advect

    def advect(f, vx, vy):
        after = right(f, vx, vy)
        return np.array([[float(one) for one in row] for row in after])

    ns.advect = advect


@misconception("q1", ways=("both", "r", "b"))
def advect_weights_without_derivatives(ns, way):
    """The weights r and b do not depend on the wind any more, since they are made of plain numbers.
    So the derivative by the wind is 0.

    If vx grows by a little, which of your numbers change: x, x0 or r?
    """
    right = ns.advect

    def advect(f, vx, vy):
        vx = vx if way == "b" else as_number(vx)
        return right(f, vx, vy if way == "r" else as_number(vy))

    ns.advect = advect


@misconception("q1")
def advect_field_without_derivatives(ns):
    """The numbers of the field are taken as plain ones. So the derivative by the field is 0, or
    there is none.

    If there is a little more smoke in one cell, in which cells is there more after the step?
    """
    right = ns.advect
    ns.advect = lambda f, vx, vy: right(as_number(f), vx, vy)


#: How the wind is computed with: each name belongs to the answer in which it stands.
WIND = ("divergence", "pressure", "project")


def after(ns, name, made):
    """One of the three functions of the wind, with something done to all that it gives."""
    right = getattr(ns, name)

    def changed(*given):
        found = right(*given)
        return tuple(map(made, found)) if isinstance(found, tuple) else made(found)

    setattr(ns, name, changed)


@misconception("q2", ways=WIND)
def wind_filled_place_by_place(ns, way):
    """An array of zeros is filled place by place. The numbers are right, but an array that was made
    before cannot hold what is traced.

    What do you have to write, with `np.roll`, so that no place has to be filled?
    """
    after(ns, way, filled)


@misconception("q2", ways=WIND)
def wind_traces_become_plain(ns, way):
    """On the way, traced numbers become plain ones: by `float`, as `np.array` of a list, or by
    writing them into an array that was made before, as in `p[:] = ...`.

    Which functions of NumPy give the same without a list, and without an array to fill?
    """
    after(ns, way, lambda one: np.array([[float(v) for v in row] for row in one]))


@misconception("q2", ways=WIND)
def wind_without_derivatives(ns, way):
    """The numbers of what comes in are taken as plain ones. The values are right, and nothing is
    sent back.

    Through which of your variables does the way back go?
    """
    right = getattr(ns, way)
    setattr(ns, way, lambda *given: right(*map(as_number, given)))


@misconception("q2", ways=("vx", "both", "+="))
def project_writes_into_the_wind(ns, way):
    """The push is written into the arrays of the wind. You may do that to plain ones, but a traced
    array stays as it is.

    What is the difference between `vx[:] = vx - push` and `vx = vx - push`?
    """
    right = ns.project

    def project(vx, vy):
        new = right(vx, vy)
        vx[:] = new[0]
        if way != "vx":
            vy[:] = new[1]
        return vx, vy if way != "vx" else new[1]

    ns.project = project


def framed(ns, keep, made=lambda frames: frames, start=lambda smoke: smoke):
    """simulate anew: `keep` is what is noted of the smoke, `made` what becomes of all of it."""

    def simulate(vx, vy, smoke, num_time_steps):
        smoke, frames = start(smoke), []
        for _ in range(num_time_steps):
            vx, vy = ns.project(ns.advect(vx, vx, vy), ns.advect(vy, vx, vy))
            smoke = ns.advect(smoke, vx, vy)
            frames.append(keep(smoke))
        return smoke, made(frames)

    ns.simulate = simulate


@misconception("q3")
def simulate_traces_become_plain(ns):
    """Frames, or copies of what comes in, are made by `np.array(...)`, or filled into one array.
    What is traced cannot become a plain array.

    A new array comes out of each step. Is a copy needed, for the film to be right?
    """
    framed(ns, np.array)


@misconception("q3")
def frames_without_derivatives(ns):
    """The frames are plain numbers, without their derivatives. The smoke at the end has them.

    If an objective asks for the smoke after half of the steps, what does it differentiate?
    """
    framed(ns, as_number)


@misconception("q3", ways=("wind", "smoke", "all"))
def simulate_without_derivatives(ns, way):
    """What comes in is taken as plain numbers, so that nothing is sent back to it.

    By which arguments is the simulation differentiated, for the wind that draws a picture?
    """
    right = ns.simulate

    def simulate(vx, vy, smoke, num_time_steps):
        if way != "smoke":
            vx, vy = as_number(vx), as_number(vy)
        return right(vx, vy, smoke if way == "wind" else as_number(smoke), num_time_steps)

    ns.simulate = simulate


@misconception("q4")
def objective_made_a_plain_number(ns):
    """The objective is made a plain number, by `float(...)`. Its value is right, and it has no
    derivative.

    What is left to be differentiated, after `float`?
    """
    right = ns.objective
    ns.objective = lambda *given: float(right(*given))


@misconception("q4")
def slopes_are_zero(ns):
    """The gradient is 0 everywhere: the simulation runs with plain numbers, or an array of zeros is
    never filled.

    Is the wind perfect if its gradient is 0, or did it never come in?
    """
    right = ns.objective
    ns.objective = lambda velocities, *more: right(as_number(velocities), *more)


@misconception("q5")
def segments_forget_their_argument(ns):
    """The segment that is traced starts from the checkpoint outside, and not from its argument. So
    its output does not depend on the argument, and nothing comes back.

    What does `segment(state)` do with `state`?
    """

    def through_segments(step, loss, state, num_steps, every):
        checkpoints = []
        for k in range(num_steps):
            if k % every == 0:
                checkpoints.append((k, state))
            state = step(state)
        value, cotangent = ns.ad.value_and_grad(loss)(state)
        while checkpoints:
            begin, start = checkpoints.pop()
            # What a forgotten argument comes to: nothing is sent back.
            for _ in range(min(every, num_steps - begin)):
                start = step(start)
            cotangent = np.zeros(start.shape)
        return value, cotangent

    ns.through_segments = through_segments
