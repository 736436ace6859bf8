"""gunicorn, as the container and the systemd unit start it. It stands behind a proxy, always.

The proxy keeps slow clients away: it hands a request on once it has the whole of it.
"""

import gc
import os

if not os.environ.get("LISTEN_FDS"):  # else systemd holds the socket, and hands it over
    bind = os.environ.get("BIND", "0.0.0.0:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "8"))
timeout = 30
graceful_timeout = 30  # what is under way when the shop is restarted is finished
keepalive = 5
preload_app = True  # a shop that is misconfigured says so once, and ends
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108
control_socket_disable = True
errorlog = None  # the shop's own log takes its lines (LOGGING in config/settings.py)
# gunicorn's own default believes a proxy on this machine in headers that it passes on from anybody,
# the path among them. Django reads X-Forwarded-Proto itself, and that is all that is needed.
forwarded_allow_ips = ""


def when_ready(_server):
    """What the shop has loaded stays shared by its workers: collecting garbage would copy it."""
    gc.collect()
    gc.freeze()
