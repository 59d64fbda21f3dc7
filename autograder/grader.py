"""The checks are put to one submission: as it stands and, where that fails, in other programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from autograder import assemble, cell_notes
from autograder.asking.budget import Budget, late_notes
from autograder.asking.checks import Check
from autograder.asking.sessions import Known, LocalSession, Stuck, WorkerSession
from autograder.asking.submission import Submission
from autograder.asking.verdicts import run_check, told_in_full, unwritten
from autograder.asking.withheld import same_failure
from autograder.assemble import Variant
from autograder.build import outlines
from autograder.explaining.misconceptions import wrong_engine
from autograder.explaining.naming import Naming, naming_variant
from autograder.language import say
from autograder.mistakes.outline import Outline
from autograder.mistakes.side_by_side import Cells
from autograder.mistakes.submitted import submitted
from autograder.notebook import Notebook
from autograder.pack import Assignment
from autograder.report import FULL_POINTS, CheckResult, Others
from autograder.settings import allowance_of, limits_of
from autograder.variants.opened import put_in

#: What becomes of the student's own cells where reference answers stand in for other questions.
OWN_AMONG_REFERENCES: tuple[assemble.Own, ...] = ("tidy", "all")

#: How often a submission's code may run so long that its process has to be ended before checks of
#: that cell are asked no more.
MOST_STUCK = 2

#: Time for an answer of a program that holds code which is known not to end: in checks of a graded
#: cell that has not met it yet, of one that has, and of the notebook as a whole.
FIRST_SECONDS, AGAIN_SECONDS, WHOLE_SECONDS = 0.5, 0.25, 1.5

#: How often all programs of a check are asked where accidents from outside end their processes.
LADDERS = 3


class Grader:
    """Runs checks on one submission: as it stands and, where that fails, in other programs.

    First with the student's own cells kept in their place, then without any, then among reference
    answers, and last the one answer that is asked among nothing else; the best verdict counts. A
    process that has held reference answers is asked one check.

    Parameters
    ----------
    notebook : Notebook
    assignment : Assignment
    seed : int
    smallest : bool
        Whether to look for the smallest failing case. The verdicts are the same without.
    names : bool
        Whether to name the misconception that explains every answer, if there is one.
    """

    def __init__(
        self,
        notebook: Notebook,
        assignment: Assignment,
        seed: int,
        *,
        smallest: bool = True,
        names: bool = True,
    ) -> None:
        self._smallest = smallest
        self._outlines = {
            name: Outline(name, *fields) for name, fields in outlines(assignment).items()
        }
        self._naming = Naming(assignment, seed) if names else None
        self._assignment = assignment
        self._seed = seed
        self._limits = limits_of(assignment.limits)
        self._sessions: dict[assemble.Program, WorkerSession] = {}
        self._cells = assemble.arranged(put_in(notebook, assignment.values), assignment)
        self._submitted = Variant("submitted", assemble.assembled(self._cells))
        self._untouched = assemble.untouched(self._cells)
        #: What all processes of this submission use together.
        self.budget = Budget(allowance_of(assignment.limits))
        self._known = Known(self.budget)
        self._waited: set[tuple[str, assemble.Program]] = set()
        self._stuck: Counter[str] = Counter()
        self._longest: dict[str, float] = {}
        self._put_beside: dict[tuple[tuple[str, str], ...], Cells] = {}
        self._ladders: dict[tuple[str, str, bool], list[Variant]] = {}
        #: How the submission was kept apart.
        self.isolation: dict[str, Any] = {}
        self._cell_errors: dict[str, str] = {}
        self._cell_notes: dict[str, tuple[str, ...]] = {}
        self._private: dict[str, None] = {}
        #: What adlearn warned of while a public check was asked, by its id.
        self._warned: dict[str, dict[str, None]] = {}
        #: Checks that were not asked to their end, and what the code had used up.
        self.late: dict[str, str] = {}

    @property
    def recognized(self) -> bool:
        """Whether anything in the notebook is the assignment's."""
        return self._cells.recognized

    def run(
        self, checks: Sequence[Check], begin: Callable[[Check], None] = lambda check: None
    ) -> list[CheckResult]:
        """Run checks and give the best verdict of each, in their order.

        Where one meets code that does not end, those of its question come last: whatever is left
        of the budget is for the others first. `begin` hears of each before it is asked.
        """
        if self._naming is not None:
            self._naming.checks = checks
        results: dict[int, CheckResult] = {}
        waiting = list(enumerate(checks))
        put_off: set[str] = set()
        while waiting:
            place, check = waiting.pop(0)
            needed = {self._submitted.program}
            if self._rung(check) in self._ladders:
                needed |= {one.program for one in self._ladder(check)}
            for program in self._sessions.keys() - needed:
                self._close(program)
            begin(check)
            results[place] = self.grade_check(check)
            if results[place].verdict == "timeout" and check.question not in put_off:
                put_off.add(check.question)
                waiting.sort(key=lambda one: one[1].question in put_off)
        return [results[place] for place in range(len(checks))]

    def _ladder(self, check: Check) -> list[Variant]:
        """Give the programs that a check may be asked in, each once."""
        key = self._rung(check)
        if key not in self._ladders:
            programs: list[tuple[Others, assemble.Program]] = [
                ("submitted", self._submitted.program),
                ("tidy", assemble.assembled(self._cells, own="tidy", until=check.question)),
                ("bare", assemble.assembled(self._cells, own="bare")),
            ]
            if not check.whole:
                programs += [
                    (
                        "reference",
                        assemble.assembled(self._cells, check.question, own, check.question),
                    )
                    for own in OWN_AMONG_REFERENCES
                ]
            found: dict[assemble.Program, Variant] = {}
            for others, program in programs:
                found.setdefault(program, Variant(others, program))
            answer = self._assignment.own_answer_of(check.cell)
            if answer and not check.whole:
                own = OWN_AMONG_REFERENCES[0]
                program = assemble.assembled(
                    self._cells, check.question, own, check.question, answer
                )
                found.setdefault(program, Variant("reference", program, alone=True))
            self._ladders[key] = list(found.values())
        return self._ladders[key]

    def _rung(self, check: Check) -> tuple[str, str, bool]:
        return check.question, self._assignment.answer_of(check.cell), check.whole

    def grade_check(self, check: Check) -> CheckResult:
        """Run one check and give its best verdict.

        What an accident from outside ended was asked again by itself; where that was not enough for
        the first of all programs, all of them are asked anew.
        """
        for _ in range(LADDERS):
            before = self._known.accidents
            result = self._best(check)
            untouched = result.verdict in FULL_POINTS and result.others == "submitted"
            if untouched or self._known.accidents == before:
                break
        return result

    def _best(self, check: Check) -> CheckResult:
        """Run one check as submitted and, if it fails, in the other programs; name the mistake.

        Once the submission has run into a time limit, the reference answers come first: otherwise
        an endless loop in one operation would be waited for in every check that uses it. A program
        without own cells would only wait for the same loop.
        """
        looping = bool(self._waited) and not check.whole
        begun = check.question not in self._untouched
        ladder = self._ladder(check) if begun or looping else [self._submitted]
        if looping:
            first = [one for one in ladder if one.others == "reference"]
            met = (check.cell, self._submitted.program) in self._waited
            asked = not first or (begun and not met)
            ladder = first + [self._submitted] * asked
        # What is said of a check that fails is what shows the mistake by itself.
        telling = next((one for one in ladder if one.others == "reference"), self._submitted)
        failed: list[tuple[Variant, CheckResult]] = []
        for variant in ladder:
            late = any(result.verdict == "timeout" for _, result in failed)
            if late and (variant.others in ("tidy", "bare") or self._hangs(variant)):
                continue
            result = self._run(check, variant, explain=variant == telling and not variant.among)
            if result.verdict in FULL_POINTS:
                slow = late or (looping and variant.among)
                return replace(result, slow=slow, alone=variant.alone)
            failed.append((variant, result))
        told = next(result for variant, result in failed if variant == telling)
        if telling.among and told.kind == "unwritten":  # another answer of the question, perhaps
            others = (pair for pair in failed if pair[0].among and pair[1].kind != "unwritten")
            telling, told = next(others, (telling, told))
        if check.question in self._untouched:
            return unwritten(told)
        if telling.among and told.verdict == "failed":
            told = self._in_own_words(check, told, failed) or self._smaller(check, told, telling)
        for kind, error in (told.diagnosis or {}).items():
            if kind in _WENT_WRONG:
                self._private[f"{check.id} {_WENT_WRONG[kind]}: {error}"] = None
        if told.verdict == "timeout" and self.budget.spent:
            self.late[check.id] = self.budget.spent
        told = self._with_name(check, told, naming_variant(telling, told, failed))
        remarks = [*self._warned.pop(check.id, ()), *self.remarks(check)]
        return replace(told, remarks=tuple(text[:400] for text in remarks[:12]))

    def _with_name(self, check: Check, told: CheckResult, variant: Variant) -> CheckResult:
        """Add the name of the mistake, if names are wanted and there is one."""
        if self._naming is None:
            return told
        session = self._session(variant.program)
        named = self._naming.named(check, told, variant.program, session)
        if variant.among:
            session.close()
        return named

    def _hangs(self, variant: Variant) -> bool:
        """Say whether a cell that stands alone is itself known not to end."""
        return variant.alone and not self._known.hanging.isdisjoint(variant.program.cells)

    def _in_own_words(
        self, check: Check, told: CheckResult, failed: Sequence[tuple[Variant, CheckResult]]
    ) -> CheckResult | None:
        """Give what a run without reference answers says, where it shows the same failure.

        That may be told as it is: the student would see it in the notebook.
        """
        for variant, result in failed:
            if not variant.among and same_failure(told, result):
                again = self._run(check, variant, explain=True) if self._smallest else result
                if again.verdict == "failed":
                    return again
        return None

    def _smaller(self, check: Check, told: CheckResult, telling: Variant) -> CheckResult:
        """Give a failure with its smallest case; one that is gone the next time is no success."""
        again = self._run(check, telling, explain=True) if self._smallest else told
        return told if again.verdict in FULL_POINTS else again

    def _run(self, check: Check, variant: Variant, explain: bool) -> CheckResult:
        """Run a check in one of the programs; a loop that is known is not waited for as long.

        What an accident from outside, or a lack of processor time, may have spoilt is asked once
        more.
        """
        session = self._session(variant.program)
        session.seconds = self._patience(check, variant)

        def run() -> CheckResult:
            session.accident = session.starved = False
            session.warned.clear()
            return self._asked(check, variant, session, explain and self._smallest)

        result = run()
        while result.verdict not in FULL_POINTS and session.make_room():
            result = run()
        if result.verdict not in FULL_POINTS and (session.accident or session.starved):
            if session.starved and session.seconds is not None:
                session.seconds = min(self._limits.query_seconds, 4 * session.seconds)
            result = run()
        self.isolation = session.isolation or self.isolation
        if result.verdict == "timeout":
            result = told_in_full(result, self._longest, sooner=session.seconds is not None)
            self._waited.add((check.cell, variant.program))
            if not session.alive:
                self._stuck[check.cell] += 1
        if not (variant.among or check.hidden):  # it may speak of the case
            self._warned.setdefault(check.id, {}).update(session.warned)
        if variant.among:
            session.close()
        return replace(result, others=variant.others)

    def _asked(
        self, check: Check, variant: Variant, session: WorkerSession, smallest: bool
    ) -> CheckResult:
        """Ask a check once."""
        own = self._session(self._submitted.program) if variant.among else session
        return run_check(
            check,
            Submission(session if self._stuck[check.cell] < MOST_STUCK else Stuck()),
            self._seed,
            smallest,
            lambda: self._beside(own),
            among=variant.among,
            reference=self._reference,
        )

    def _patience(self, check: Check, variant: Variant) -> float | None:
        """Give the time for an answer: less in a program that holds what is known not to end.

        A check of the notebook as a whole meets what was too slow elsewhere and may be fast here,
        so it has more.
        """
        if self._known.hanging.isdisjoint(variant.program.cells):
            return None
        met = any(cell == check.cell for cell, _ in self._waited)
        first = WHOLE_SECONDS if check.whole else FIRST_SECONDS
        return min(self._limits.query_seconds, AGAIN_SECONDS if met else first)

    def _reference(self) -> Submission:
        """Give the reference answers, to see whether a check works on them."""
        return Submission(LocalSession(wrong_engine(self._assignment, None), self._limits))

    def _beside(self, session: WorkerSession) -> Cells:
        """Put the submission's cells, and what stopped them, beside the assignment's."""
        errors = {**self._cell_errors, **session.cell_errors}
        key = tuple(errors.items())
        if key not in self._put_beside:
            cells = [(piece.name, piece.source) for piece in self._cells.pieces]
            self._put_beside[key] = submitted(self._outlines, cells, errors)
        return self._put_beside[key]

    def _session(self, program: assemble.Program) -> WorkerSession:
        if program not in self._sessions:
            self._sessions[program] = WorkerSession(
                program.cells,
                self._limits,
                self._assignment.packages,
                self._known,
                program.own,
                program.kept,
                program.reference,
            )
        return self._sessions[program]

    def notes(self) -> list[str]:
        """Say what should be known of the submission's cells, and of their run."""
        return (
            cell_notes.notes(self._cells)
            + cell_notes.not_run(self._cell_errors)
            + [
                say("cell {name}, {text}", name=name, text=text)
                for name, said in self._cell_notes.items()
                for text in said
            ]
            + late_notes(self.late)
        )

    def private(self) -> list[str]:
        """Say what only an instructor should know."""
        unnamed = self._naming.failures if self._naming is not None else ()
        return list(dict.fromkeys([*self._private, *unnamed]))

    def remarks(self, check: Check) -> list[str]:
        """Say what the student should know of the cells that a failing check depends on."""
        session = self._sessions.get(self._submitted.program)
        errors = {**self._cell_errors, **(session.cell_errors if session is not None else {})}
        notes = {**self._cell_notes, **(session.cell_notes if session is not None else {})}
        question = None if check.whole else check.question
        answer = "" if check.whole else self._assignment.own_answer_of(check.cell)
        return cell_notes.remarks(self._cells, question, errors, notes, answer)

    def close_all(self) -> None:
        """End all processes."""
        for program in list(self._sessions):
            self._close(program)

    def _close(self, program: assemble.Program) -> None:
        session = self._sessions.pop(program)
        if program == self._submitted.program:
            self._cell_errors.update(session.cell_errors)
            self._cell_notes.update(session.cell_notes)
        session.close()


#: What a note says of an entry of a diagnosis that is for the instructor alone.
_WENT_WRONG: dict[str, str] = {
    "unfinished": "did not pass, and looking for more to say of it failed, which is no fault of "
    "the submission",
    "broke": "was refused: it went wrong on this submission and works on the reference answers",
}
