"""The environments of the bench: one for each peer, from its own hashed requirements."""

import hashlib
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PEERS = HERE / "peers"
FOLDER = HERE.parents[1] / "var" / "bench" / "environments"


def environment(name: str) -> Path:
    """The `bin` of the peer's environment, made now or, if nothing changed since, before."""
    requirements = PEERS / name / "requirements.txt"
    made_of = FOLDER / name / "made-of"
    digest = hashlib.sha256(requirements.read_bytes()).hexdigest()
    programs = FOLDER / name / "bin"
    if not made_of.exists() or made_of.read_text() != digest:
        print(f"installing what {name} needs", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--clear", FOLDER / name], check=True)
        install = ["install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
        subprocess.run([programs / "pip", *install, "-r", requirements], check=True)
        made_of.write_text(digest)
    return programs
