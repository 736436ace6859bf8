"""A disk of a few megabytes, to be filled to its last byte. Mounting one takes root."""

import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

PIECE = 64 * 1024


class SmallDisk:
    """A tmpfs: what is written beyond its size is refused with ENOSPC, as by any full disk."""

    def __init__(self, folder: Path, *, megabytes: int) -> None:
        self.folder = folder / "disk"
        self.folder.mkdir()
        options = f"size={megabytes}m,mode=755"
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(self.folder)], check=True
        )
        self.ballast = self.folder / "ballast"

    def fill(self) -> None:
        """Not one byte is left. Other writers may still fill what they had reserved."""
        with self.ballast.open("ab", buffering=0) as file:
            for size in (PIECE, 4096, 1):
                with suppress(OSError):
                    while True:
                        file.write(b"\0" * size)

    def make_room(self) -> None:
        self.ballast.unlink()

    def end(self) -> None:
        subprocess.run(["umount", "-l", str(self.folder)], check=True)
        shutil.rmtree(self.folder, ignore_errors=True)
