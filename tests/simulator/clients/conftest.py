import os
import shutil
from pathlib import Path

import pytest

NODE_FOLDER = Path(__file__).parent / "node"


@pytest.fixture(scope="session")
def node_path():
    """Node, with Fintoc's client installed. Without it nothing is run; in CI that is a failure."""
    path = shutil.which("node")
    if path is None or not (NODE_FOLDER / "node_modules" / "fintoc").is_dir():
        stop = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        stop("Fintoc's Node client is missing: tests/simulator/clients/node/install.sh installs it")
    return path
