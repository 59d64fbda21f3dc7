"""Wrong ways to a picture: another objective, another gradient, another way down."""

import numpy as np

from autograder.explaining.misconceptions import misconception


def off(ns, made, final=None):
    """objective anew: `made(difference)` of the end, or of what `final` says."""

    def objective(velocities, smoke, target, num_time_steps):
        if final:
            end = final(velocities, smoke, num_time_steps)
        else:
            end, _ = ns.simulate(velocities[0], velocities[1], smoke, num_time_steps)
        return made(end - target)

    ns.objective = objective


def mean_of_squares(difference):
    """What is asked for."""
    return np.mean(difference**2)


@misconception("q4", ways=("all", "rows"))
def objective_is_a_sum(ns, way):
    """It is a sum, and should be the mean over all cells. So it grows with the size of the grid.

    By how much do you have to divide, for a grid of n times n cells?
    """
    if way == "all":
        off(ns, lambda difference: np.sum(difference**2))
    else:
        off(ns, lambda difference: np.sum(difference**2) / difference.shape[0])


@misconception("q4")
def objective_has_a_root(ns):
    """It is the root of the mean. The mean of the squares is asked for.

    Is there a root in "mean squared difference"?
    """
    off(ns, lambda difference: np.sqrt(np.mean(difference**2)))


@misconception("q4")
def objective_is_halved(ns):
    """It is half of the mean of the squares.

    What is asked for, and by what is the 2 of the derivative to be cancelled?
    """
    off(ns, lambda difference: np.mean(difference**2) / 2)


@misconception("q4")
def objective_of_sizes(ns):
    """It is the mean of the sizes of the differences. They should be squared.

    Is a cell that is off by 0.1 as bad as a tenth of one that is off by 1?
    """
    off(ns, lambda difference: np.mean(np.abs(difference)))


@misconception("q4")
def objective_not_squared(ns):
    """The differences are not squared, so that those with opposite signs take each other away.

    If half of the cells have 1 too much, and the others 1 too little, how far off is the smoke?
    """
    off(ns, np.mean)


@misconception("q4")
def objective_mean_before_the_square(ns):
    """First the mean is taken, and then the square of it. So smoke that is in the wrong places does
    not count.

    Which comes first: the square of each cell, or the mean over all?
    """
    off(ns, lambda difference: np.mean(difference) ** 2)


@misconception("q4", ways=("cells", "rows", "columns"))
def objective_is_an_array(ns, way):
    """It is an array, with a number for each cell, or for each row. An objective is one number.

    By which of many numbers would you go downhill?
    """
    if way == "cells":
        off(ns, lambda difference: difference**2)
    else:
        off(ns, lambda difference: np.mean(difference**2, axis=1 if way == "rows" else 0))


@misconception("q4")
def objective_of_the_start(ns):
    """The target is compared with the smoke at the start. What comes out of the simulation is not
    used.

    Does your objective change if the wind does?
    """
    off(ns, mean_of_squares, lambda velocities, smoke, steps: smoke)


@misconception("q4")
def objective_winds_exchanged(ns):
    """The two winds are exchanged.

    Which of the two is `velocities[0]`?
    """
    off(
        ns,
        mean_of_squares,
        lambda velocities, smoke, steps: ns.simulate(velocities[1], velocities[0], smoke, steps)[0],
    )


@misconception("q4", ways=("less", "more"))
def objective_steps_miscounted(ns, way):
    """The simulation runs for one step less, or one more.

    What do you hand on to `simulate` as the number of steps?
    """
    other = 1 if way == "more" else -1
    off(
        ns,
        mean_of_squares,
        lambda velocities, smoke, steps: ns.simulate(*velocities, smoke, steps + other)[0],
    )


@misconception("q4", ways=("mean", "sum"))
def objective_of_all_frames(ns, way):
    """All frames are compared with the target. The smoke may look as it likes on the way.

    Which smoke should be like the picture?
    """

    def objective(velocities, smoke, target, num_time_steps):
        _, frames = ns.simulate(velocities[0], velocities[1], smoke, num_time_steps)
        total = sum(mean_of_squares(frame - target) for frame in frames)
        return total / len(frames) if way == "mean" else total

    ns.objective = objective


@misconception("q4", ways=("objective", "slopes", "form_picture"))
def picture_returns_none(ns, way):
    """Nothing is returned, so that None comes out.

    Which line of yours begins with `return`?
    """
    setattr(ns, way, lambda *given, **more: None)


def told(ns, result=lambda value, slope: (value, slope), by=None):
    """slopes anew: `result` of the objective and its gradient, or of that which `by` gives."""

    def slopes(*given):
        return result(*(by or ns.ad.value_and_grad(ns.objective))(*given))

    ns.slopes = slopes


@misconception("q4", ways=("smoke", "target"))
def slopes_by_something_else(ns, way):
    """The gradient is by the smoke, or by the target. It is the wind that is looked for.

    By which argument does `ad.value_and_grad` differentiate, if you do not say it?
    """
    told(ns, by=ns.ad.value_and_grad(ns.objective, 1 if way == "smoke" else 2))


@misconception("q4")
def slopes_without_the_objective(ns):
    """Only the gradient is returned. A pair is asked for, of the objective and its gradient.

    What is the difference between `ad.grad` and `ad.value_and_grad`?
    """
    told(ns, lambda value, slope: slope)


@misconception("q4")
def slopes_exchanged(ns):
    """The gradient comes first, and the objective second.

    Which of the two does `ad.value_and_grad` give first?
    """
    told(ns, lambda value, slope: (slope, value))


@misconception("q4")
def slopes_turned_round(ns):
    """The sign of the gradient is turned round. The minus belongs to the step, and not to the
    gradient.

    Where does the gradient point, uphill or downhill?
    """
    told(ns, lambda value, slope: (value, -slope))


@misconception("q4", ways=("vx", "vy", "vx and zeros", "zeros and vy"))
def slopes_of_one_wind(ns, way):
    """The gradient is that by one of the two winds alone.

    Which shape should the gradient by an array of shape (2, n, n) have?
    """
    none = np.zeros_like
    told(
        ns,
        {
            "vx": lambda value, slope: (value, slope[0]),
            "vy": lambda value, slope: (value, slope[1]),
            "vx and zeros": lambda value, slope: (value, np.stack([slope[0], none(slope[1])])),
            "zeros and vy": lambda value, slope: (value, np.stack([none(slope[0]), slope[1]])),
        }[way],
    )


@misconception("q4", ways=("length", "sum"))
def slopes_scaled(ns, way):
    """The gradient is scaled: divided by its length, or multiplied by the number of cells.

    If all velocities change by h times your gradient, by how much should the objective change?
    """
    if way == "length":
        told(ns, lambda value, slope: (value, slope / np.sqrt(np.sum(slope**2))))
    else:
        told(ns, lambda value, slope: (value, slope * slope[0].size))


@misconception("q4", ways=("1e-2", "1e-3", "1e-4", "1e-5"))
def slopes_by_differences(ns, way):
    """The gradient is found by differences. That runs the simulation once for each number of the
    wind, and is off by about the step.

    How many runs is that, for a grid of 24 times 24 cells?
    """
    h = float(way)

    def slopes(velocities, *more):
        value, slope = ns.objective(velocities, *more), np.zeros(velocities.shape)
        for place in np.ndindex(velocities.shape):
            moved = velocities.copy()
            moved[place] += h
            slope[place] = (ns.objective(moved, *more) - value) / h
        return value, slope

    ns.slopes = slopes


def down(
    ns,
    slope=lambda at, value, slope: slope,
    settings=lambda rounds, step_size: (rounds, step_size),
    where=lambda velocities, start: velocities,
    task=lambda smoke, target: (smoke, target),
    noted=lambda losses, end: losses,
    result=lambda found, losses: (found, losses),
    start=np.zeros,
):
    """form_picture anew: what is differentiated, where, how often, and what is told of it."""

    def form_picture(smoke, target, num_time_steps, rounds=60, step_size=0.05):
        smoke, target = task(smoke, target)
        begin, losses = start((2, *smoke.shape)), []

        def gradient(velocities, i):
            at = where(velocities, begin)
            value, its_slope = ns.slopes(at, smoke, target, num_time_steps)
            losses.append(value)
            return slope(at, value, its_slope)

        times, size = settings(rounds, step_size)
        found = ns.adam(gradient, begin, num_iters=times, step_size=size)
        end = ns.objective(found, smoke, target, num_time_steps)
        return result(found, noted(losses, end))

    ns.form_picture = form_picture


@misconception("q4", ways=("gradient", "step size"))
def picture_uphill(ns, way):
    """It goes uphill. The optimizer subtracts the gradient already.

    Which sign has the step in `adam`, and which one does it get from you?
    """
    if way == "gradient":
        down(ns, lambda at, value, slope: -slope)
    else:
        down(ns, settings=lambda rounds, step_size: (rounds, -step_size))


@misconception("q4")
def picture_losses_after_each_round(ns):
    """The losses are those after each round. Before each round is asked for.

    What should stand at `losses[0]`, if the air is still at first?
    """
    down(ns, noted=lambda losses, end: [*losses[1:], end])


@misconception("q4", ways=("the last", "the first"))
def picture_one_loss_too_many(ns, way):
    """There is one loss more than there are rounds.

    With 60 rounds, how many times is it "before a round"?
    """
    if way == "the last":
        down(ns, noted=lambda losses, end: [*losses, end])
    else:
        down(ns, noted=lambda losses, end: [*losses[:1], *losses])


@misconception("q4")
def picture_losses_not_kept(ns):
    """The list of losses is empty.

    Where do you come by the objective in each round, and what becomes of it?
    """
    down(ns, noted=lambda losses, end: [])


@misconception("q4")
def picture_only_the_last_loss(ns):
    """What is returned as losses is one loss. There should be one for each round.

    Does your list begin anew in each round?
    """
    down(ns, noted=lambda losses, end: losses[-1:])


@misconception("q4")
def picture_of_still_air(ns):
    """The wind that is returned is the one that it started with. What the optimizer returns got
    lost.

    Does `adam` change the array that you give it?
    """
    down(ns, result=lambda found, losses: (np.zeros(found.shape), losses))


@misconception("q4")
def picture_slope_of_still_air(ns):
    """The gradient is always that in still air. The optimizer says where it is, and nobody listens.

    What are the two arguments with which `adam` calls your gradient?
    """
    down(ns, where=lambda velocities, start: start)


@misconception("q4", ways=("rounds", "rounds of adam", "step size of adam", "all of adam"))
def picture_with_its_own_settings(ns, way):
    """It takes rounds or a step size of its own, whatever it is told.

    What do you hand on to `adam`, and what does it take if you do not?
    """
    own = {
        "rounds": lambda rounds, step_size: (60, step_size),
        "rounds of adam": lambda rounds, step_size: (100, step_size),
        "step size of adam": lambda rounds, step_size: (rounds, 0.001),
        "all of adam": lambda rounds, step_size: (100, 0.001),
    }
    down(ns, settings=own[way])


@misconception("q4", ways=("more", "less"))
def picture_rounds_miscounted(ns, way):
    """There is one round too many, or one too few.

    How often should it go down, and how often does your loop go round?
    """
    more = 1 if way == "more" else -1
    down(ns, settings=lambda rounds, step_size: (rounds + more, step_size))


@misconception("q4")
def picture_by_plain_steps(ns):
    """The steps are the step size times the gradient. The objective is a mean over many cells, so
    that its gradient is small, and the steps as well.

    How large is the largest entry of your gradient in the first round?
    """

    def form_picture(smoke, target, num_time_steps, rounds=60, step_size=0.05):
        velocities, losses = np.zeros((2, *smoke.shape)), []
        for _ in range(rounds):
            value, slope = ns.slopes(velocities, smoke, target, num_time_steps)
            losses.append(value)
            velocities = velocities - step_size * slope
        return velocities, losses

    ns.form_picture = form_picture


@misconception("q4")
def picture_smoke_and_target_exchanged(ns):
    """The smoke and the target are exchanged: the wind makes a picture into the smoke.

    In which order does `slopes` take its arguments?
    """
    down(ns, task=lambda smoke, target: (target, smoke))


@misconception("q4")
def picture_results_exchanged(ns):
    """The losses come first, and the wind second.

    Which of the two does the text name first?
    """
    down(ns, result=lambda found, losses: (losses, found))


@misconception("q4")
def picture_wind_alone(ns):
    """The wind is returned alone. The losses are missing.

    What is the pair that is asked for?
    """
    down(ns, result=lambda found, losses: found)


@misconception("q4", ways=("ones", "half", "a hundredth"))
def picture_starts_in_a_wind(ns, way):
    """It does not start in still air: the velocities are ones at first, or some other number.

    How large are all velocities before the first round?
    """
    size = {"ones": 1.0, "half": 0.5, "a hundredth": 0.01}[way]
    down(ns, start=lambda shape: np.full(shape, size))
