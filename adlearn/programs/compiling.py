"""Runs a function as the program that was written down when it was first called.

Nothing is taken for granted: a program is for arguments of these classes, shapes and dtypes, for
branches that go this way, for outside variables that hold what they held. Where something is
otherwise the function is traced again, and both programs are kept.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from adlearn.derivatives.containers import leaves_of
from adlearn.derivatives.trace import checked, name_of
from adlearn.errors import NanOnTheWay, NotTraceable
from adlearn.programs.captured import Outside, checks_of, random_state
from adlearn.programs.running import Miss, runner
from adlearn.programs.simplify import simplified
from adlearn.programs.tracing import Recording, traced
from adlearn.scalars.node import AutogradValue
from adlearn.tensors.primitive import Traced

#: How many programs of a function are kept.
MOST = 8


@dataclass(slots=True)
class Version:
    """One program of a function.

    Attributes
    ----------
    recording : Recording
    run : callable
    why : str
        Why it was traced, though others were there.
    seconds : float
        What tracing and writing took.
    arguments : tuple
        An example of what it was called with.
    calls : int
        How often it has run.
    """

    recording: Recording
    run: Callable[..., Any]
    why: str
    seconds: float
    arguments: tuple[Any, dict[str, Any]]
    calls: int = 0


class Compiled:
    """A function that runs as programs. Made by `compile`."""

    def __init__(self, f: Callable[..., Any], simplify: bool | Iterable[str], most: int) -> None:
        self.f, self.simplify, self.most = f, simplify, most
        self.versions: list[Version] = []
        self.refusal: str | None = None
        self.missed: dict[str, int] = {}
        self.as_it_is = 0
        functools.update_wrapper(self, f, updated=())

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        miss = None
        try:
            for version in self.versions:
                if kwargs:
                    names = version.recording.parameters[len(args) :]
                    if len(names) != len(kwargs) or not all(name in kwargs for name in names):
                        continue
                    answer = version.run(*args, *[kwargs[name] for name in names])
                elif len(args) != len(version.recording.parameters):
                    continue
                else:
                    answer = version.run(*args)
                if answer.__class__ is not Miss:
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
        full = len(self.versions) >= self.most
        if self.refusal is not None or full or (miss is not None and miss.as_it_is):
            self.as_it_is += 1
            return self.f(*args, **kwargs)
        start = time.process_time()
        try:
            recording, outside = written_down(self.f, args, kwargs)
        except Exception as error:
            return self.refused(error, args, kwargs)
        run = runner(simplified(recording, self.simplify), checks_of(outside))
        if not self.versions:
            why = "it was called for the first time"
        elif not why:
            why = "it was called with another number of arguments"
        seconds = time.process_time() - start
        version = Version(recording.but(examples={}), run, why, seconds, (args, kwargs))
        self.versions.insert(0, version)
        return recording.answer

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


def written_down(f: Any, args: Any, kwargs: Any) -> tuple[Recording, Outside]:
    """Trace a function; give what it uses besides its arguments and the arrays that are inputs."""
    before = random_state(Outside(f))
    recording = traced(f, args, kwargs)
    lifted = [given.outside for given in recording.inputs if given.outside is not None]
    outside = Outside(f, lifted)
    if random_state(outside) != before:
        raise NotTraceable(
            f"{name_of(f)} draws random numbers, which would be the same in every call of a "
            "program. Draw them outside, and pass them as an argument."
        )
    return recording, outside


def is_inside(args: Any, kwargs: Any) -> bool:
    """Say whether an argument is a traced value: then the function is part of something else."""
    leaves, _ = leaves_of((args, kwargs))
    return any(isinstance(leaf, (Traced, AutogradValue)) for leaf in leaves)


def compile(  # noqa: A001  what it does
    f: Any = None, *, simplify: bool | Iterable[str] = True, most: int = MOST
) -> Any:
    """Make a function that computes the same, as a program without graph.

    Parameters
    ----------
    f : callable
        Also a derivative, such as `grad(f)`.

    Returns
    -------
    callable
    """
    if f is None:
        return functools.partial(compile, simplify=simplify, most=most)
    checked(f, 0)
    return Compiled(f, simplify, most)
