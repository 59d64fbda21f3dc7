"""Where a derivative is a convention, ours is the peers', or it is known why not."""

from __future__ import annotations

import os

import pytest
from calls.peers import compared, installed, names_installed

#: A part takes about five seconds.
PARTS = 240


@pytest.mark.skipif(not names_installed(), reason="neither JAX nor PyTorch is installed")
@pytest.mark.skipif("ADLEARN_PEERS" not in os.environ, reason="takes long: set ADLEARN_PEERS=1")
def test_conventions_are_the_peers_or_have_a_reason():
    rows = list(compared(installed(), 0, PARTS))
    unexplained = [difference.text for row in rows for difference in row.unlisted()]
    assert not unexplained, f"python -m tests.adlearn.calls --peers --part 0/{PARTS}"
    assert sum(n for row in rows for (_, what), n in row.counts.items() if what == "agree") > 5
