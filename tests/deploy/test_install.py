"""deploy/install.sh, with a stand-in for everything that would change the machine."""

import os
import subprocess
import sys

import pytest

from tests.operations.processes import ROOT, environment

DOES_NOTHING = ["apt-get", "chown", "id", "install", "setpriv", "systemctl"]
# Fintoc is not asked; all else is read by the shop itself.
PYTHON = """#!/bin/sh
if [ "$*" = "manage.py register_webhook" ]; then echo FINTOC_WEBHOOK_SECRETS=whsec_told; exit; fi
if [ "$1" = manage.py ]; then exit; fi
exec {python} "$@"
"""


@pytest.fixture
def server(tmp_path):
    """A checkout and an /etc of a server, to put a `.env` into."""
    for path in ("shop/.venv/bin", "etc/systemd/system/caddy.service.d", "bin"):
        (tmp_path / path).mkdir(parents=True)
    for name in DOES_NOTHING:
        executable(tmp_path / "bin" / name, "#!/bin/sh\nexit 0\n")
    executable(tmp_path / "bin" / "setpriv", "#!/bin/sh\necho 1\n")  # the database is there
    executable(tmp_path / "shop/.venv/bin/python", PYTHON.format(python=sys.executable))
    executable(tmp_path / "shop/.venv/bin/pip", "#!/bin/sh\n")
    for name in ("config", "deploy", "manage.py"):
        if name != "deploy":
            (tmp_path / "shop" / name).symlink_to(ROOT / name)
    (tmp_path / "shop/deploy").mkdir()
    script = (ROOT / "deploy/install.sh").read_text()
    script = script.replace("/srv/shop", f"{tmp_path}/shop").replace("/etc/", f"{tmp_path}/etc/")
    executable(tmp_path / "shop/deploy/install.sh", script)
    return tmp_path


def executable(path, text):
    path.write_text(text)
    path.chmod(0o755)


@pytest.fixture
def install(server):
    """Run the script over a `.env`; the one that it leaves, and the site that the proxy is told."""

    def run(content):
        (server / "shop/.env").write_bytes(content)
        env = environment(ENV_FILE=str(server / "shop/.env"))
        env["PATH"] = f"{server}/bin{os.pathsep}{env['PATH']}"
        command = ["sh", server / "shop/deploy/install.sh"]
        ended = subprocess.run(
            command, env=env, capture_output=True, text=True, timeout=60, check=False
        )
        assert ended.returncode == 0, ended.stderr
        told = (server / "etc/systemd/system/caddy.service.d/shop.conf").read_text()
        return (server / "shop/.env").read_text(), told.rpartition("SITE_ADDRESS=")[2].strip()

    return run


EMPTY = b"SECRET_KEY=\nDATABASE_URL=\nFINTOC_WEBHOOK_SECRETS=\n"


@pytest.mark.parametrize(
    "line",
    [
        b"SITE_URL=https://shop.example.com\n",
        b"SITE_URL=https://shop.example.com/\n",
        b"SITE_URL='https://shop.example.com/'\n",
        b"SITE_URL=https://shop.example.com \r\n",
        b"SITE_URL=https://shop.example.com/",
    ],
)
def test_the_proxy_is_told_the_address_as_the_shop_reads_it(line, install):
    _left, site = install(EMPTY + line)

    assert site == "https://shop.example.com"


@pytest.mark.parametrize(
    "content",
    [
        EMPTY,
        EMPTY.replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + EMPTY,
        EMPTY.replace(b"\n", b" \n"),
        b"STORE_COUNTRY=cl",
    ],
    ids=["as in the example", "Windows' line ends", "a BOM", "blanks", "lines taken out"],
)
def test_what_is_empty_is_filled_in(content, install):
    left, _site = install(content)

    values = dict(line.split("=", 1) for line in left.splitlines())
    assert len(values["SECRET_KEY"]) > 50
    assert values["DATABASE_URL"] == "postgres:///shop"
    assert values["FINTOC_WEBHOOK_SECRETS"] == "whsec_told"


def test_what_is_set_stays(install):
    kept = "SECRET_KEY=mine\nDATABASE_URL=postgres:///other\nFINTOC_WEBHOOK_SECRETS='whsec_a'\n"

    assert install(kept.encode())[0] == kept
