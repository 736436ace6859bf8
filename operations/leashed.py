"""Run one of our programs so that it ends with the process that started it, however that ends.

`python -m operations.leashed manage worker` is `python -m manage worker` that also reads its stdin:
a pipe whose other end the starter holds open. Even `kill -9` of the starter closes it.
"""

import os
import runpy
import signal
import sys
import threading


def main() -> None:
    """Run the module named by the first argument with the arguments after it."""
    threading.Thread(target=_end_with_the_pipe, daemon=True).start()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


def _end_with_the_pipe() -> None:
    while os.read(0, 1):  # nothing is ever written: it returns when there is no other end
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
