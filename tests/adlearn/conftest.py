"""Makes `rule_promises`, which several tests share, importable from where the tests are."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))
pytest.register_assert_rewrite("rule_promises")
