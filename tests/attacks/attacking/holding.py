"""What both runs of the corpus ask."""

from __future__ import annotations

import platform

import pytest
from attacking.arena import Arena
from attacking.attack import PATIENT, Attack
from attacking.known import KNOWN


def ids(attack: Attack) -> str:
    """Name a case as the corpus does."""
    return f"{attack.group}: {attack.name}"


def promises_hold(arena: Arena, attack: Attack) -> None:
    """Grade an attack, and fail with everything that does not hold."""
    if attack.machine not in ("", platform.machine()):
        pytest.skip(f"asks by numbers of {attack.machine}")
    if attack.boundary and arena.level < 2:
        pytest.skip(f"nothing stops it on this machine: {arena.isolation}")
    outcome = arena.run(attack)
    if outcome.broken and attack.name in KNOWN:
        pytest.xfail(KNOWN[attack.name])
    assert not outcome.broken, "\n".join(outcome.broken)


#: Does all it can to outlive whoever asks: closes every pipe, hears no signal.
STAYS = """
import fcntl
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
for number in range(3, 64):
    for way in (
        lambda: fcntl.fcntl(number, fcntl.F_SETFL, 0),
        lambda: fcntl.fcntl(number, fcntl.F_SETOWN, 0),
        lambda: os.close(number),
    ):
        try:
            way()
        except OSError:
            pass
while True:
    time.sleep(1)
"""


def kept_busy(arena: Arena) -> dict[int, str]:
    """Kill the grader while such a cell runs; give the processes that are left then."""
    if arena.level < 2:
        pytest.skip(f"nothing stops it on this machine: {arena.isolation}")
    return arena.killed_during(Attack("stays", (STAYS,), limits=PATIENT))
