"""Runs a function as the program that was written down when it was first called.

Nothing is taken for granted: a program is for arguments of these classes, shapes and dtypes, for
branches that go this way, for outside variables that hold what they held. Where something is
otherwise the function is traced again, and both programs are kept.
"""

from __future__ import annotations

import functools
import sys
import time
from collections.abc import Callable, Iterable
from types import MethodType
from typing import Any

from adlearn.derivatives.trace import checked, name_of
from adlearn.errors import NanOnTheWay, NotTraceable
from adlearn.programs.agreeing import difference, other_numbers
from adlearn.programs.captured import Outside, checks_of, random_state
from adlearn.programs.explaining import explained
from adlearn.programs.running import Miss, runner
from adlearn.programs.simplify import kinds_of, simplified
from adlearn.programs.tracing import Recording
from adlearn.programs.versions import Version
from adlearn.programs.writing_down import (
    DRAWN,
    Look,
    WrittenDown,
    constants_of,
    is_inside,
    looked_at,
    written_down,
)

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
        self.refusals: dict[Any, str] = {}
        self.missed: dict[str, int] = {}
        self.as_it_is = 0
        self.not_watched: list[str] = []
        self.looks: dict[Any, Outside] = {}
        self.looked = 0
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

    @property
    def refusal(self) -> str | None:
        """Why no program is written down any more, if none is."""
        if ALL in self.refusals:
            return self.refusals[ALL]
        full = len(self.refusals) >= self.most
        return next(reversed(self.refusals.values())) if full else None

    def any_version(self, args: Any, kwargs: Any) -> Any:
        """Answer a call by the first program that is for it."""
        miss = None
        for version in list(self._versions):
            if (len(args), *kwargs) != version.called:  # in this order: it may go through them
                continue
            try:
                answer = version.run(*args, *kwargs.values())
            except Exception as error:  # the function itself knows what to do, or says it better
                miss = Miss(f"a line of the program raised {type(error).__name__}", True)
                break
            if answer.__class__ is not Miss:
                if not version.agreed:
                    return self.second(version, args, kwargs, answer)
                version.calls += 1
                return answer
            miss = answer
            if answer.as_it_is:
                break
        return self.otherwise(args, kwargs, miss)

    def __get__(self, owner: Any, kind: Any = None) -> Any:
        """Give each object programs of its own, which go with it."""
        if owner is None:
            return self
        kept = getattr(owner, "__dict__", None)
        if kept is None:
            return functools.partial(self, owner)
        name = f"_compiled_{id(self)}"
        of_owner = kept.get(name)
        if of_owner is None or of_owner.f.__self__ is not owner:  # of what it is a copy of
            of_owner = kept[name] = self.of(MethodType(self.f, owner))
        return of_owner

    def of(self, f: Callable[..., Any]) -> Compiled:
        """Compile another function in the same way."""
        return Compiled(f, self.simplify, self.most, self.numbers, self.reuse)

    def __reduce__(self) -> Any:
        """A copy writes its own programs down; what stands in a module under its name is found
        there again."""
        name = getattr(self.f, "__qualname__", "")
        module = sys.modules.get(getattr(self.f, "__module__", None) or "")
        if module is not None and getattr(module, name, None) is self:
            return name
        return Compiled, (self.f, self.simplify, self.most, self.numbers, self.reuse)

    def otherwise(self, args: Any, kwargs: Any, miss: Miss | None) -> Any:
        """Answer a call for which no program is there: write one, or call the function as it is."""
        if is_inside(args, kwargs):  # of a derivative, or of another trace
            return self.f(*args, **kwargs)
        why = miss.why if miss is not None else ""
        self.missed[why] = self.missed.get(why, 0) + bool(miss)
        full = len(self._versions) >= self.most
        if full or (miss is not None and miss.as_it_is) or self.is_refused(args, kwargs):
            return self.plainly(args, kwargs)
        case = (len(args), *kwargs, constants_of(args, kwargs))
        earlier = self.looks.pop(case, None)
        if earlier is not None and earlier.changes():
            earlier = None  # somebody else has changed it
        drawn = random_state(earlier.generators) if earlier is not None else None
        look = looked_at(self.f, args, kwargs)
        if look.outside is None or look.refusal:
            return self.refused(look, look.refusal, args, kwargs)
        if look.may_change_something:
            if earlier is None:
                self.looks[case], self.looked = look.outside, self.looked + 1
                if len(self.looks) > LOOKS:
                    self.looks.clear()
                    self.refusals[ALL] = (
                        f"{name_of(self.f)} was called in {LOOKS} cases, each once. Make an array "
                        "or a float of the argument that is another one in each call."
                    )
                return look.answer
            reason = ""
            if name := earlier.changes():
                reason = (
                    f"keeps a state: {name} is another one after it was called. Pass it as an "
                    "argument, return what it becomes, and keep that outside."
                )
            elif random_state(earlier.generators) != drawn:
                reason = f"is no program: {DRAWN}"
            if reason:
                return self.refused(look, f"{name_of(self.f)} {reason}", args, kwargs)
        return self.tried_out(look, why, args, kwargs)

    def tried_out(self, look: Look, why: str, args: Any, kwargs: Any) -> Any:
        """Write a program down, after a function was looked at; give what the function gave."""
        start = time.process_time()
        try:
            found = written_down(self.f, args, kwargs, self.numbers, look)
            if found.outside is None or found.refusal:
                return self.refused(look, found.refusal, args, kwargs)
            lean = simplified(found.recording, self.simplify)
            run = runner(lean, checks_of(found.outside), reuse=self.reuse)
        except NanOnTheWay as error:  # with these numbers alone
            self.missed[said_by(error)] = self.missed.get(said_by(error), 0) + 1
            self.as_it_is += 1
            return look.answer
        except Exception as error:
            return self.refused(look, said_by(error), args, kwargs)
        self.keep(found, lean, run, why, time.process_time() - start, (args, kwargs))
        return look.answer

    def keep(
        self, found: WrittenDown, lean: Recording, run: Any, why: str, seconds: float, given: Any
    ) -> None:
        """Keep a program."""
        assert found.outside is not None  # it was not refused
        self.not_watched = found.outside.not_watched
        if not self._versions:
            why = "it was called for the first time"
        elif not why:
            why = "it was called with another number of arguments"
        recording = found.recording.but(examples={}, answer=None)
        version = Version(recording, lean.but(examples={}), run, why, seconds, given, found.outside)
        self._versions.insert(0, version)

    def second(self, version: Version, args: Any, kwargs: Any, answer: Any) -> Any:
        """Answer by a program for the first time: only after the function was written down once
        more. If it does more than to compute, the two differ."""
        start = time.process_time()
        before = random_state(version.outside.generators)
        try:
            again = written_down(self.f, args, kwargs, self.numbers)
        except NotTraceable as error:
            failure: Exception = error
            again = None
        except Exception:
            return self.plainly(args, kwargs)  # not with these numbers: it is asked again
        if again is None:
            self.drop(version)
            self.refusals[constants_of(args, kwargs)] = said_by(failure)
            return self.plainly(args, kwargs)
        if again.refusal:
            self.drop(version)
            return self.refused(again, again.refusal, args, kwargs)
        drawn = random_state(version.outside.generators) != before
        found = "random numbers were drawn" if drawn else None
        found = found or difference(version.recording, again.recording)
        if not found and (name := version.outside.changes()):
            found = f"{name} is another one after it was called"
        if not found:
            found = other_numbers(answer, again.answer, again.recording.examples.values())
        version.seconds += time.process_time() - start
        if not found:
            version.agreed = True
            version.calls += 1
            self.newest(version)
            return answer
        self.drop(version)
        self.refusals[ALL] = (
            f"{name_of(self.f)} is not the same program in each call: {found}. It draws random "
            "numbers, reads a clock, keeps a state or makes a text of a number. Do that outside, "
            "and pass what comes of it as an argument."
        )
        self.as_it_is += 1
        return again.answer

    def drop(self, version: Version) -> None:
        """Keep a program no more."""
        self._versions = [one for one in self._versions if one is not version]

    def plainly(self, args: Any, kwargs: Any) -> Any:
        """Call a function as it is."""
        self.as_it_is += 1
        return self.f(*args, **kwargs)

    def is_refused(self, args: Any, kwargs: Any) -> bool:
        """Say whether arguments like these cannot be written down."""
        if not self.refusals:
            return False
        return self.refusal is not None or constants_of(args, kwargs) in self.refusals

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

    def refused(self, called: Look | WrittenDown, why: str, args: Any, kwargs: Any) -> Any:
        """Keep the reason why there is no program, and give what the function gave."""
        self.as_it_is += 1
        self.refusals[constants_of(args, kwargs)] = why
        return called.answer


def said_by(error: Exception) -> str:
    """Write why a function could not be written down."""
    said = "\n".join([str(error), *getattr(error, "__notes__", ())])
    if isinstance(error, NotTraceable):
        return said
    return f"{type(error).__name__} while it was traced: {said}"


#: In how many cases of constant arguments a function may wait to be called for the second time.
LOOKS = 100
#: The key of a refusal whatever the arguments are.
ALL = ()


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
    The programs of a method go with its object, in an attribute whose name begins with `_compiled`.

    What cannot be written down (`float(x)`, random numbers, arrays that are filled, values that are
    kept somewhere) is computed by the function as it is, and `explain()` says why; so is a call in
    which a number is nan. Inside of a derivative, and with tensors, the function is called as it
    is, too.

    Arrays in variables outside are read anew in each call. What else the function asks for (names,
    elements, attributes of objects, classes and modules) is compared, and the function is written
    down again where it is something else. When a program is to answer for the first time, the
    function is written down once more: two programs that differ, in lines or numbers, say that it
    draws random numbers, reads a clock or keeps a state, and it runs as it is.

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
