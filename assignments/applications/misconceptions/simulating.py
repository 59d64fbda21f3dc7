"""Wrong steps: another order, another wind, other frames."""

import numpy as np

from autograder.explaining.misconceptions import misconception


def install(
    ns, one_step=None, times=lambda n: n, frame=lambda old, new: new, first=(), result=None
):
    """simulate anew: `one_step(vx, vy, smoke)` gives the three after a step."""

    def right(vx, vy, smoke):
        vx, vy = ns.project(ns.advect(vx, vx, vy), ns.advect(vy, vx, vy))
        return vx, vy, ns.advect(smoke, vx, vy)

    def simulate(vx, vy, smoke, num_time_steps):
        frame_list = [one(smoke) for one in first]
        for _ in range(times(num_time_steps)):
            old = smoke
            vx, vy, smoke = (one_step or right)(vx, vy, smoke)
            frame_list.append(frame(old, smoke))
        return result(smoke, frame_list) if result else (smoke, frame_list)

    ns.simulate = simulate


@misconception("q3")
def simulate_smoke_by_the_old_wind(ns):
    """The smoke is carried by the wind as it was before the step.

    Which wind blows after pressure has acted, and when is the smoke carried?
    """

    def one_step(vx, vy, smoke):
        smoke = ns.advect(smoke, vx, vy)
        return *ns.project(ns.advect(vx, vx, vy), ns.advect(vy, vx, vy)), smoke

    install(ns, one_step)


@misconception("q3")
def simulate_smoke_before_pressure(ns):
    """The smoke is carried by the wind that pressure has not pushed yet.

    Which of your lines comes first, the one with `project` or the one that carries the smoke?
    """

    def one_step(vx, vy, smoke):
        vx, vy = ns.advect(vx, vx, vy), ns.advect(vy, vx, vy)
        return *ns.project(vx, vy), ns.advect(smoke, vx, vy)

    install(ns, one_step)


@misconception("q3", ways=("vx first", "vy first"))
def simulate_winds_in_turn(ns, way):
    """The second wind is carried by a first one that has moved already. Both are carried by the
    wind at the start of the step.

    After the line `vx = advect(vx, vx, vy)`, what is `vx` in the next line?
    """

    def one_step(vx, vy, smoke):
        if way == "vx first":
            vx = ns.advect(vx, vx, vy)
            vy = ns.advect(vy, vx, vy)
        else:
            vy = ns.advect(vy, vx, vy)
            vx = ns.advect(vx, vx, vy)
        vx, vy = ns.project(vx, vy)
        return vx, vy, ns.advect(smoke, vx, vy)

    install(ns, one_step)


@misconception("q3")
def simulate_without_pressure(ns):
    """Pressure does not act: `project` is not called, or what it returns is not used.

    After `project(vx, vy)` on a line of its own, what is `vx`?
    """

    def one_step(vx, vy, smoke):
        vx, vy = ns.advect(vx, vx, vy), ns.advect(vy, vx, vy)
        return vx, vy, ns.advect(smoke, vx, vy)

    install(ns, one_step)


@misconception("q3")
def simulate_pressure_first(ns):
    """Pressure acts before the wind carries itself, and not after it.

    Which of the two makes air pile up, and which one takes that away?
    """

    def one_step(vx, vy, smoke):
        vx, vy = ns.project(vx, vy)
        vx, vy = ns.advect(vx, vx, vy), ns.advect(vy, vx, vy)
        return vx, vy, ns.advect(smoke, vx, vy)

    install(ns, one_step)


@misconception("q3")
def simulate_wind_not_carried(ns):
    """Pressure acts, but the wind does not carry itself.

    How many fields are moved by the wind in a step?
    """

    def one_step(vx, vy, smoke):
        vx, vy = ns.project(vx, vy)
        return vx, vy, ns.advect(smoke, vx, vy)

    install(ns, one_step)


@misconception("q3")
def simulate_wind_never_changes(ns):
    """The wind is the same in all steps. Only the smoke is carried.

    Which wind does the second step start with?
    """
    install(ns, lambda vx, vy, smoke: (vx, vy, ns.advect(smoke, vx, vy)))


@misconception("q3")
def simulate_wind_starts_anew(ns):
    """Each step starts with the wind of the very beginning, since the new one has names of its own.

    Which names does your step read, and which ones does it write?
    """

    def one_step(vx, vy, smoke):
        new = ns.project(ns.advect(vx, vx, vy), ns.advect(vy, vx, vy))
        return vx, vy, ns.advect(smoke, *new)

    install(ns, one_step)


@misconception("q3", ways=("nothing is ready", "ready for no step"))
def simulate_smoke_starts_anew(ns, way):
    """Each step carries the smoke of the very beginning, and not that of the step before.

    Which smoke goes into the second step?
    """

    def simulate(vx, vy, smoke, num_time_steps):
        frame_list = []
        if way == "ready for no step":
            new = smoke
        for _ in range(num_time_steps):
            vx, vy = ns.project(ns.advect(vx, vx, vy), ns.advect(vy, vx, vy))
            new = ns.advect(smoke, vx, vy)
            frame_list.append(new)
        return new, frame_list

    ns.simulate = simulate


@misconception("q3", ways=("vx", "vy", "both", "smoke"))
def simulate_winds_exchanged(ns, way):
    """Arguments of `advect` stand in another order: first what is carried, then vx, then vy.

    By which wind is vy carried along x?
    """

    def one_step(vx, vy, smoke):
        new_vx = ns.advect(vx, vy, vx) if way in ("vx", "both") else ns.advect(vx, vx, vy)
        new_vy = ns.advect(vy, vy, vx) if way in ("vy", "both") else ns.advect(vy, vx, vy)
        vx, vy = ns.project(new_vx, new_vy)
        carried = ns.advect(smoke, vy, vx) if way == "smoke" else ns.advect(smoke, vx, vy)
        return vx, vy, carried

    install(ns, one_step)


@misconception("q3")
def simulate_smoke_carries_nothing(ns):
    """The smoke stays where it is. Only the wind changes.

    In the third part of a step, what becomes of what `advect` returns?
    """
    install(
        ns,
        lambda vx, vy, smoke: (
            *ns.project(ns.advect(vx, vx, vy), ns.advect(vy, vx, vy)),
            smoke,
        ),
    )


@misconception("q3")
def frames_begin_with_the_start(ns):
    """The first frame is the smoke before the first step, and there is one frame too many.

    After how many steps is the smoke of `frame_list[0]`?
    """
    install(ns, first=[lambda smoke: smoke])


@misconception("q3")
def frames_of_before_each_step(ns):
    """Each frame is the smoke before its step, and the last one is missing.

    When do you append a frame: before the smoke is carried, or after it?
    """
    install(ns, frame=lambda old, new: old)


@misconception("q3")
def frames_all_alike(ns):
    """All frames are one array, which is changed in place. In the end, all of them show the end.

    If you append the same array three times and then change it, what is in the list?
    """

    def simulate(vx, vy, smoke, num_time_steps):
        smoke, frame_list = smoke.copy(), []
        for _ in range(num_time_steps):
            vx, vy = ns.project(ns.advect(vx, vx, vy), ns.advect(vy, vx, vy))
            smoke[:] = ns.advect(smoke, vx, vy)
            frame_list.append(smoke)
        return smoke, frame_list

    ns.simulate = simulate


@misconception("q3", ways=("smoke", "wind"))
def simulate_changes_its_arguments(ns, way):
    """The arrays that came in are changed. They belong to whoever called.

    What does `smoke[:] = ...` change, and what does `smoke = ...` change?
    """

    def simulate(vx, vy, smoke, num_time_steps):
        frame_list = []
        for _ in range(num_time_steps):
            new = ns.project(ns.advect(vx, vx, vy), ns.advect(vy, vx, vy))
            if way == "wind":
                vx[:], vy[:] = new
            else:
                vx, vy = new
            carried = ns.advect(smoke, vx, vy)
            if way == "smoke":
                smoke[:] = carried
            else:
                smoke = carried
            frame_list.append(carried)
        return smoke, frame_list

    ns.simulate = simulate


@misconception("q3", ways=("less", "more"))
def simulate_steps_miscounted(ns, way):
    """There is one step too few, or one too many.

    How often does `for k in range(1, n)` go round?
    """
    install(ns, times=lambda n: n - 1 if way == "less" else n + 1)


@misconception("q3")
def simulate_results_exchanged(ns):
    """The list of frames comes first, and the smoke second.

    Which of the two does the text name first?
    """
    install(ns, result=lambda smoke, frame_list: (frame_list, smoke))


@misconception("q3")
def simulate_without_frames(ns):
    """The smoke is returned alone. The frames are missing, for the film.

    What is the pair that is asked for?
    """
    install(ns, result=lambda smoke, frame_list: smoke)


@misconception("q3")
def frames_alone(ns):
    """The list of frames is returned alone. The smoke at the end is missing, and with no step at
    all it is in no frame.

    What is the pair that is asked for?
    """
    install(ns, result=lambda smoke, frame_list: frame_list)


@misconception("q3")
def frames_in_one_array(ns):
    """The frames are put into one array. A list is asked for.

    What would `np.stack` do with no frame at all?
    """
    install(
        ns,
        result=lambda smoke, frame_list: (
            smoke,
            np.stack(frame_list) if frame_list else np.zeros((0, *smoke.shape)),
        ),
    )


@misconception("q3")
def frames_not_kept(ns):
    """The list of frames is empty.

    Which line of your loop puts something into it?
    """
    install(ns, result=lambda smoke, frame_list: (smoke, []))


@misconception("q3")
def simulate_gives_nothing(ns):
    """Nothing is returned, so that None comes out.

    Is your `return` in the loop, behind it, or nowhere?
    """
    ns.simulate = lambda vx, vy, smoke, num_time_steps: None


@misconception("q3")
def simulate_returns_in_the_loop(ns):
    """It returns in the first step already: the `return` stands inside the loop.

    How far to the right is your `return`?
    """
    install(
        ns,
        times=lambda n: min(n, 1),
        result=lambda smoke, frames: (smoke, frames) if frames else None,
    )
