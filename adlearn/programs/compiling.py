"""Runs a function as the program that was written down when it was first called.

Nothing is taken for granted: a program is for arguments of these classes, shapes and dtypes, for
branches that go this way, for outside variables that hold what they held. Where something is
otherwise the function is traced again, and both programs are kept.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Iterable
from typing import Any

from adlearn.derivatives.containers import leaves_of
from adlearn.derivatives.trace import checked, name_of
from adlearn.errors import NanOnTheWay, NotTraceable
from adlearn.programs.agreeing import difference
from adlearn.programs.captured import Outside, checks_of, random_state
from adlearn.programs.explaining import explained
from adlearn.programs.numbers import trace_numbers
from adlearn.programs.running import Miss, runner
from adlearn.programs.simplify import kinds_of, simplified
from adlearn.programs.tracing import Recording, traced
from adlearn.programs.versions import Version
from adlearn.scalars.node import AutogradValue
from adlearn.tensors.primitive import Traced

#: How many programs of a function are kept.
MOST = 8


class Compiled:
    """A function that runs as programs. Made by `compile`."""

    def __init__(
        self,
        f: Callable[..., Any],
        simplify: bool | Iterable[str],
        most: int,
        numbers: bool,
        reuse: bool,
    ) -> None:
        self.f, self.simplify, self.most = f, simplify, most
        self.numbers, self.reuse = numbers, reuse
        self._versions: list[Version] = []
        self.refusal: str | None = None
        self.missed: dict[str, int] = {}
        self.as_it_is = 0
        self.not_watched: list[str] = []
        self.width, self.runs = -1, 0
        self.run: Any = None
        self.asked_first: Any = None
        functools.update_wrapper(self, f, updated=())

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        try:
            if not kwargs and len(args) == self.width:  # the everyday case
                answer = self.run(*args)
                if answer.__class__ is not Miss:
                    self.runs += 1
                    return answer
        except Exception:  # noqa: S110  it is asked once more
            pass
        return self.any_version(args, kwargs)

    @property
    def versions(self) -> list[Version]:
        """The programs that are kept, the newest first."""
        self.counted()
        return self._versions

    def any_version(self, args: Any, kwargs: Any) -> Any:
        """Answer a call by the first program that is for it."""
        miss = None
        try:
            for version in self._versions:
                if kwargs:
                    names = version.recording.parameters[len(args) :]
                    if names != tuple(kwargs):  # in this order: a function may go through them
                        continue
                    answer = version.run(*args, *kwargs.values())
                elif len(args) != len(version.recording.parameters):
                    continue
                else:
                    answer = version.run(*args)
                if answer.__class__ is not Miss:
                    if not version.agreed and not self.agrees(version, args, kwargs):
                        return self.once_more(args, kwargs)
                    version.calls += 1
                    return answer
                miss = answer
                if answer.as_it_is:
                    break
        except Exception as error:  # the function itself knows what to do, or says it better
            miss = Miss(f"a line of the program raised {type(error).__name__}", True)
        return self.otherwise(args, kwargs, miss)

    def __get__(self, owner: Any, kind: Any = None) -> Any:
        return self if owner is None else functools.partial(self, owner)

    def otherwise(self, args: Any, kwargs: Any, miss: Miss | None) -> Any:
        """Answer a call for which no program is there: write one, or call the function as it is."""
        if is_inside(args, kwargs):  # of a derivative, or of another trace
            return self.f(*args, **kwargs)
        why = miss.why if miss is not None else ""
        self.missed[why] = self.missed.get(why, 0) + bool(miss)
        full = len(self._versions) >= self.most
        if self.refusal is not None or full or (miss is not None and miss.as_it_is):
            self.as_it_is += 1
            return self.f(*args, **kwargs)
        start = time.process_time()
        try:
            recording, outside = written_down(self.f, args, kwargs, self.numbers)
        except Exception as error:
            return self.refused(error, args, kwargs)
        lean = simplified(recording, self.simplify)
        run = runner(lean, checks_of(outside), reuse=self.reuse)
        self.not_watched = outside.not_watched
        if not self._versions:
            why = "it was called for the first time"
        elif not why:
            why = "it was called with another number of arguments"
        seconds = time.process_time() - start
        recording, answer = recording.but(examples={}, answer=None), recording.answer
        version = Version(recording, lean.but(examples={}), run, why, seconds, (args, kwargs))
        self._versions.insert(0, version)
        return answer

    def agrees(self, version: Version, args: Any, kwargs: Any) -> bool:
        """Write the function down once more, the first time that a program is to answer: if it does
        more than to compute, the two differ."""
        start = time.process_time()
        try:
            again, _ = written_down(self.f, args, kwargs, self.numbers)
        except Exception:
            return False  # not with these numbers: the function answers, and it is asked again
        found = difference(version.recording, again)
        version.seconds += time.process_time() - start
        if found is None:
            version.agreed = True
            self.newest(version)
            return True
        self._versions.remove(version)
        self.refusal = (
            f"{name_of(self.f)} is not the same program in each call: {found}. It draws random "
            "numbers, reads a clock, keeps a state or makes a text of a number. Do that outside, "
            "and pass what comes of it as an argument."
        )
        return False

    def once_more(self, args: Any, kwargs: Any) -> Any:
        """Call a function as it is."""
        self.as_it_is += 1
        return self.f(*args, **kwargs)

    def newest(self, version: Version) -> None:
        """Ask this program first from now on; count what the one before has answered."""
        self.counted()
        self.width, self.run, self.asked_first = len(version.arguments[0]), version.run, version
        if version.arguments[1]:
            self.width = -1

    def counted(self) -> None:
        """Add up the calls of the program that is asked first."""
        if self.runs:
            self.asked_first.calls, self.runs = self.asked_first.calls + self.runs, 0

    def explain(self) -> str:
        """Say what was written down, when, and why again; and from which call on that has paid.

        For the last, the function and its program are both timed, with the arguments of the last
        trace; so the function is called a few times.

        Returns
        -------
        str
        """
        self.counted()
        return explained(self)

    def refused(self, error: Exception, args: Any, kwargs: Any) -> Any:
        """Call a function as it is that cannot be written down; if that can be done, keep the
        reason."""
        answer = self.f(*args, **kwargs)
        self.as_it_is += 1
        said = "\n".join([str(error), *getattr(error, "__notes__", ())])
        if not isinstance(error, NotTraceable):
            said = f"{type(error).__name__} while it was traced: {said}"
        if isinstance(error, NanOnTheWay):  # with these numbers alone
            self.missed[said] = self.missed.get(said, 0) + 1
        else:
            self.refusal = said
        return answer


def trace_any(f: Any, args: Any, kwargs: Any, numbers: bool = False) -> Recording:
    """Write down a function of arrays or, where it is given nodes, one of numbers."""
    leaves, _ = leaves_of((args, kwargs))
    if numbers or any(isinstance(leaf, AutogradValue) for leaf in leaves):
        return trace_numbers(f, args, kwargs)
    return traced(f, args, kwargs, exact=True)


def written_down(f: Any, args: Any, kwargs: Any, numbers: bool) -> tuple[Recording, Outside]:
    """Trace a function; give what it uses besides its arguments and the arrays that are inputs."""
    before = random_state(Outside(f))
    recording = trace_any(f, args, kwargs, numbers)
    if recording.leaves_gradients:
        raise NotTraceable(
            f"{name_of(f)} leaves gradients in its arguments (backward()), and a program changes "
            "nothing. Compile a derivative, grad(f), which gives them back."
        )
    if any(isinstance(leaf, AutogradValue) for leaf in leaves_of(recording.answer)[0]):
        raise NotTraceable(
            f"{name_of(f)} gave a node, and a node that a program computes does not know what it "
            "was computed from. Return its number, L.value; or pass floats, with compile(f, "
            "numbers=True)."
        )
    lifted = [given.outside for given in recording.inputs if given.outside is not None]
    outside = Outside(f, lifted, [leaf for _, leaf in recording.static])
    if random_state(outside) != before:
        raise NotTraceable(
            f"{name_of(f)} draws random numbers, which would be the same in every call of a "
            "program. Draw them outside, and pass them as an argument."
        )
    return recording, outside


def is_inside(args: Any, kwargs: Any) -> bool:
    """Say whether an argument is a traced value: then the function is part of something else."""
    leaves, _ = leaves_of((args, kwargs))
    return any(
        isinstance(leaf, Traced) or (isinstance(leaf, AutogradValue) and leaf._level != 0)
        for leaf in leaves
    )


def compile(  # noqa: A001  what it does
    f: Any = None,
    *,
    simplify: bool | Iterable[str] = True,
    numbers: bool = False,
    most: int = MOST,
    reuse: bool = False,
) -> Any:
    """Make a function that computes the same as a program: without graph, at NumPy's own speed.

    The first call writes the program down (`program` shows it) and makes Python code of it; later
    calls run the code. A program is for arguments of the same form, with arrays of the same shapes
    and dtypes, for the same whole numbers, texts and truths, and for branches that go the same way.
    Where something is otherwise the function is written down once more, and both are kept.

    Parameters
    ----------
    f : callable
        A function of numbers and arrays, or a derivative: `grad(f)`, `hessian(f)`, a step of
        training that calls these. It must depend on its arguments and on variables outside that it
        only reads, and change nothing: what it prints or appends happens while it is written down.
    simplify : bool or iterable of str, optional
        See `program`.
    numbers : bool, optional
        Compute with Python's floats and `math`, which for single numbers takes a quarter of the
        time of NumPy. It is always so where nodes (`AutogradValue`) are passed.
    most : int, optional
        How many programs are kept. Further cases are computed by the function as it is.
    reuse : bool, optional
        Write large intermediate results into memory that is kept from call to call. That pays for
        arrays above 32 megabytes, for which the system gives new memory each time; smaller ones
        may take longer. What a call gives back is always an array of its own. `explain()` says how
        much is kept.

    Returns
    -------
    Compiled
        Takes what `f` takes and gives the same numbers, to rounding. Its `explain()` says what was
        written down, when, and why again, and from which call on that has paid.

    Notes
    -----
    What cannot be written down (`float(x)`, random numbers, arrays that are filled) is computed by
    the function as it is, and `explain()` says why; so is a call in which a number is nan. Inside
    of a derivative, and with tensors, the function is called as it is, too.

    Arrays in variables outside are read anew in each call. What numbers, lists, dictionaries, and
    attributes of objects, classes and modules hold there is compared, and the function is written
    down again where it is something else. When a program is to answer for the first time, the
    function is written down once more: two programs that differ say that it draws random numbers,
    reads a clock or keeps a state, and it runs as it is.

    See Also
    --------
    program : the lines of a function, to be read.

    Examples
    --------
    >>> import numpy as np
    >>> from adlearn import grad
    >>> slope = compile(grad(lambda x: np.sum(np.tanh(x) ** 2)))
    >>> slope(np.array([0.5, 1.0]))
    array([0.72686198, 0.63970001])
    >>> slope(np.array([0.0, 2.0]))
    array([0.        , 0.13621869])
    >>> print(slope.explain())  # doctest: +ELLIPSIS
    gradient_of_<lambda>: 1 program, 2 calls, 1 of them by a program
    ...
    """
    if f is None:
        return functools.partial(
            compile, simplify=simplify, numbers=numbers, most=most, reuse=reuse
        )
    checked(f, 0)
    kinds_of(simplify)
    return Compiled(f, simplify, most, numbers, reuse)
