"""Makes `kinds`, which several tests share, importable from where the tests are."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
