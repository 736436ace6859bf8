"""The environments of the bench: one for each peer, from its own hashed requirements."""

import hashlib
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PEERS = HERE / "peers"


def environment(name: str, *, folder: Path) -> Path:
    """The `bin` of the peer's environment, made now or, if nothing changed since, before."""
    requirements = PEERS / name / "requirements.txt"
    made_of = folder / name / "made-of"
    digest = hashlib.sha256(requirements.read_bytes()).hexdigest()
    programs = folder / name / "bin"
    if not made_of.exists() or made_of.read_text() != digest:
        print(f"installing what {name} needs", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder / name], check=True)
        install = ["install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
        subprocess.run([programs / "pip", *install, "-r", requirements], check=True)
        made_of.write_text(digest)
    return programs
