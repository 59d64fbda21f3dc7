"""Runs the public tests of autograd on `adlearn.compat.autograd`:

    python tests/adlearn/compat/autograd_public_tests.py

They come from the source distribution on PyPI, into a temporary folder; nothing of them is kept
here. Prints how many pass, what fails as expected and why, and what fails unexpectedly.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
RELEASE = "autograd==1.9.1"
DIGEST = "7818c5c69ddf9efb7da74097bd741a4c7920133f41966f68537223a15ef798bc"

#: A test -> why it does not pass.
EXPECTED = {
    "test_fft.py::test_rfftn_odd_not_implemented": (
        "it demands that an odd last axis is refused; here it has its derivative"
    ),
    "test_linalg.py::test_pinv": (
        "its last part is at matrices of low rank, where the pseudo-inverse jumps with the rank "
        "and has no derivative; here that is nan, and autograd gives what holds if the rank stays"
    ),
    "test_logic.py::test_nograd": (
        "it demands that the gradient of a truth value is refused; here it is 0, with a warning"
    ),
    "test_scipy.py::test_mvn_sing_cov": (
        "a density with a singular covariance lives on a part of the space only; by a traced "
        "argument it is refused"
    ),
    "test_wrappers.py::test_wrapped_name_and_docs": "it demands the text of autograd's docstring",
}


class Unavailable(Exception):
    """The tests could not be had."""


@dataclass(frozen=True)
class Outcome:
    """What became of the tests: how many passed, and the names of the others."""

    passed: int
    skipped: list[str]
    expected: dict[str, str]
    unexpected: list[str]
    surprises: list[str] = field(default_factory=list)


def fetch(folder: Path) -> None:
    """Download the source distribution, check that it is the one meant, and unpack its tests."""
    wanted = folder / "wanted.txt"
    wanted.write_text(f"{RELEASE} --hash=sha256:{DIGEST}\n")
    options = ["--no-deps", "--no-binary", ":all:", "--require-hashes", "-q", "-d", str(folder)]
    options += ["--retries", "1", "--timeout", "5"]  # without a network it is soon known
    command = [sys.executable, "-m", "pip", "download", *options, "-r", str(wanted)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise Unavailable(done.stderr.strip().splitlines()[-1])
    (archive,) = folder.glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        inside = [m for m in tar.getmembers() if m.name.split("/")[1] == "tests"]
        safe = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}  # from 3.11.4 on
        tar.extractall(folder, inside, **safe)


def run(folder: Path, compiled: bool = False) -> Outcome:
    """Run the tests in a process of their own; with derivatives compiled, if that is asked for."""
    (tests,) = folder.glob("*/tests")
    (tests / "pytest.ini").write_text("[pytest]\n")
    environment = os.environ | {
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTEST_ADDOPTS": "",
        "COMPILED": "yes" if compiled else "",
        "PYTHONPATH": os.pathsep.join([str(HERE), str(HERE.parents[2])]),
    }
    options = ["-p", "as_autograd", "-p", "no:cacheprovider", "--assert=plain", "-q", "--tb=short"]
    command = [sys.executable, "-m", "pytest", *options, "-W", "ignore"]
    done = subprocess.run(command, cwd=tests, env=environment, capture_output=True, text=True)
    report = tests / "outcomes.json"
    if not report.exists():
        raise RuntimeError(f"the tests did not run:\n{done.stdout}\n{done.stderr}")
    return sorted_out(json.loads(report.read_text()))


def sorted_out(outcomes: dict[str, str]) -> Outcome:
    """Tell expected failures from others."""
    failed = [name for name, outcome in outcomes.items() if outcome == "failed"]
    reasons = {name: EXPECTED[name] for name in failed if name in EXPECTED}
    return Outcome(
        passed=sum(outcome == "passed" for outcome in outcomes.values()),
        skipped=[name for name, outcome in outcomes.items() if outcome == "skipped"],
        expected=reasons,
        unexpected=[name for name in failed if name not in reasons],
        surprises=[name for name in EXPECTED if outcomes.get(name) == "passed"],
    )


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        fetch(Path(folder))
        found = run(Path(folder))
    failed = len(found.expected) + len(found.unexpected)
    print(f"{found.passed} passed, {failed} failed, {len(found.skipped)} skipped")
    for name, reason in found.expected.items():
        print(f"expected to fail: {name}: {reason}")
    for name in found.surprises:
        print(f"passes now, take it off the list: {name}")
    for name in found.unexpected:
        print(f"FAILED: {name}")
    return bool(found.unexpected)


if __name__ == "__main__":
    sys.exit(main())
