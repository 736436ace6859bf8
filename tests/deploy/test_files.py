"""What a shop is deployed with: the image's contents, the containers, the units, the page."""

import fnmatch
import os
import re
import shutil
import subprocess
import sys

import pytest
import yaml
from django.core.management import get_commands

from tests.operations.processes import ROOT, environment, shop_environment

PAGE = (ROOT / "docs" / "deploying.md").read_text()
DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
OURS = ("migrate", "web", "worker")
UNITS = sorted((ROOT / "deploy").glob("*.service"))


def is_ignored(path):
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    patterns = [line for line in lines if line and not line.startswith("#")]
    tops = [path, path.split("/")[0]]
    return any(fnmatch.fnmatch(each, pattern) for each in tops for pattern in patterns)


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    """The folder that the Dockerfile copies into the image."""
    folder = tmp_path_factory.mktemp("image")
    listed = ["git", "ls-files", "-co", "--exclude-standard"]
    files = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for path in files.splitlines():
        if not is_ignored(path) and (ROOT / path).is_file():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, folder / path)
    return folder


def run(arguments, *, folder, **variables):
    env = {**shop_environment(folder), "SITE_URL": "http://localhost:8000", **variables}
    return subprocess.run(
        [sys.executable, "-W", "ignore", *arguments],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
    )


class TestTheImage:
    def test_has_neither_simulator_nor_tests_nor_secrets(self, image):
        there = set(os.listdir(image))
        assert {"config", "manage.py", "deploy", "templates"} <= there
        assert not there & {"simulator", "tests", "docs", ".git", ".env", "var"}

    def test_starts_with_what_is_in_it(self, image):
        ended = run(["-c", "import config.wsgi"], folder=image)
        assert (ended.returncode, ended.stderr) == (0, "")

    def test_collects_its_files_hashed_and_compressed_as_it_is_built(self, image, tmp_path):
        (command,) = re.findall(r"RUN (SECRET_KEY=[^&]*?)\s*\\\n &&", DOCKERFILE, flags=re.DOTALL)
        words = command.replace("\\\n", " ").split()
        env = dict(word.split("=", 1) for word in words if "=" in word)
        arguments = words[words.index("manage.py") :] if "manage.py" in words else []
        assert arguments[:2] == ["manage.py", "collectstatic"]
        variables = {**environment(), **env, "STATIC_ROOT": str(tmp_path)}
        ended = subprocess.run(
            [sys.executable, *arguments],
            cwd=image,
            env=variables,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert ended.returncode == 0, ended.stderr
        assert list(tmp_path.glob("css/store.*.css")) and list(tmp_path.glob("css/store.*.css.gz"))

    def test_is_run_by_nobodys_root_and_installs_only_what_is_locked(self):
        _build, final = DOCKERFILE.rsplit("\nFROM python", 1)
        assert "USER 10001" in final and "pip install" not in final
        assert "--require-hashes" in DOCKERFILE


class TestTheContainers:
    @pytest.mark.parametrize("name", OURS)
    def test_of_ours_cannot_write_their_root_or_gain_rights(self, name):
        service = COMPOSE["services"][name]
        assert service["read_only"] is True and service["cap_drop"] == ["ALL"]
        assert "no-new-privileges:true" in service["security_opt"]

    def test_that_only_try_things_out_are_not_started_by_themselves(self):
        profiles = {name: s.get("profiles") for name, s in COMPOSE["services"].items()}
        assert {name for name, profile in profiles.items() if profile} == {"mails", "simulator"}

    def test_let_nobody_in_but_through_the_proxy(self):
        open_ = {name for name, s in COMPOSE["services"].items() if "ports" in s}
        assert open_ == {"proxy", "mails", "simulator"}

    def test_wait_for_the_database_and_its_migrations(self):
        for name in ("web", "worker"):
            awaited = COMPOSE["services"][name]["depends_on"]["migrate"]
            assert awaited == {"condition": "service_completed_successfully"}

    def test_take_the_database_for_ready_when_it_listens_where_they_ask(self):
        """While it is set up it listens on its socket alone, and `migrate` would be refused."""
        assert "--host" in COMPOSE["services"]["db"]["healthcheck"]["test"]

    def test_let_the_simulator_run_what_it_installs(self):
        """Docker allows no program to run from a tmpfs that is not said to be for them."""
        simulator = COMPOSE["services"]["simulator"]
        (scratch,) = simulator["tmpfs"]
        folder, allows = scratch.split(":")
        assert allows == "exec" and f"-m venv {folder}/" in simulator["command"][-1]


def test_gunicorn_takes_its_file(tmp_path):
    arguments = ["-m", "gunicorn", "config.wsgi", "--config", "deploy/gunicorn.py"]
    env = {**shop_environment(tmp_path), "SITE_URL": "http://localhost:8000"}
    ended = subprocess.run(
        [sys.executable, *arguments, "--check-config"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 0, ended.stderr


def test_the_units_start_what_is_there():
    for unit in UNITS:
        for path in re.findall(r"(deploy/\S+|manage\.py)", unit.read_text()):
            assert (ROOT / path).exists(), (unit.name, path)
    assert len(UNITS) == 2


def test_systemd_finds_nothing_wrong_with_the_units(tmp_path):
    """With this checkout where the server has its own."""
    verify = shutil.which("systemd-analyze")
    if verify is None:
        stop = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        stop("systemd-analyze is missing: it is in Debian's package systemd")
    programs = os.path.dirname(sys.executable)
    for unit in (ROOT / "deploy").glob("shop-*"):
        text = unit.read_text().replace("/srv/shop/.venv/bin", programs)
        (tmp_path / unit.name).write_text(text.replace("/srv/shop", str(ROOT)))
    command = [verify, "verify", *sorted(map(str, tmp_path.iterdir()))]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_the_units_are_the_ones_that_are_installed():
    script = (ROOT / "deploy" / "install.sh").read_text()
    for unit in (ROOT / "deploy").glob("shop-*"):
        assert f"deploy/{unit.name}" in script and unit.name in script.split("enable --now", 1)[1]


def test_the_worker_may_write_the_folder_where_a_hook_keeps_its_file():
    """`backoffice/invoicing.py` does; a container or a unit may write nothing else."""
    assert "ReadWritePaths=-/srv/shop/var\n" in (ROOT / "deploy/shop-worker.service").read_text()
    assert "install -d -o shop -g shop var" in (ROOT / "deploy" / "install.sh").read_text()
    assert COMPOSE["services"]["worker"]["volumes"] == ["kept:/shop/var"]
    assert "RUN install --directory --owner shop /shop/var" in DOCKERFILE


def test_the_script_is_shell():
    script = ROOT / "deploy" / "install.sh"
    assert subprocess.run(["sh", "-n", script], check=False).returncode == 0
    assert os.access(script, os.X_OK)


def test_an_empty_server_takes_at_most_six_commands_and_one_file_is_edited():
    first = re.search(r"```sh\n(.*?)```", PAGE, flags=re.DOTALL)
    commands = first[1].strip().splitlines()
    assert 0 < len(commands) <= 6
    assert re.findall(r"editor (\S+)", first[1]) == ["/srv/shop/.env"]
    for path in re.findall(r"/srv/shop/([\w./-]+)|(manage\.py)", first[1]):
        assert "".join(path) == ".env" or (ROOT / "".join(path)).exists()
    for name in re.findall(r"manage\.py (\w+)", first[1]):
        assert name in get_commands()


def test_containers_have_the_webhooks_secret_before_they_start():
    """Without it they do not: what registers the webhook may wait for none of them."""
    (commands,) = re.findall(r"^cp .*?(?=^```)", PAGE.split("## Containers")[1], flags=re.M | re.S)
    registering, starting = commands.index("register_webhook"), commands.index("compose up")
    assert "run --rm --no-deps web" in commands[:registering] and registering < starting


class TestTryingContainersOut:
    """With the simulator: a name for each that leads there, from a browser as from a container."""

    LINES = dict(line.split("=", 1) for line in re.findall(r"^[A-Z_]+=\S+$", PAGE, flags=re.M))

    def test_the_simulator_listens_where_the_shop_and_the_browser_look_for_it(self):
        simulator, place = COMPOSE["services"]["simulator"], "http://simulator.localhost:8001"
        assert simulator["networks"]["default"]["aliases"] == ["simulator.localhost"]
        assert "--host simulator.localhost --port 8001" in simulator["command"][-1]
        assert simulator["ports"] == ["127.0.0.1:8001:8001"]
        assert self.LINES["FINTOC_API_URL"] == self.LINES["FINTOC_HOSTS"] == place
        assert self.LINES["FINTOC_JS_URL"].startswith(f"{place}/")

    def test_events_come_in_at_the_name_that_the_shop_answers_to(self):
        name = self.LINES["SITE_URL"].removeprefix("http://")
        assert COMPOSE["services"]["proxy"]["networks"]["default"]["aliases"] == [name]
        posted_to = COMPOSE["services"]["simulator"]["environment"]["SHOP_WEBHOOK"]
        assert posted_to == f"{self.LINES['SITE_URL']}/webhooks/fintoc/"
        assert self.LINES["SITE_ADDRESS"] == self.LINES["SITE_URL"]  # with its scheme: no TLS

    @pytest.mark.parametrize("flow", ["widget", "redirect"])
    def test_a_shop_starts_with_the_lines_of_the_page(self, flow, image):
        ended = run(["-c", "import config.wsgi"], folder=image, PAYMENT_FLOW=flow, **self.LINES)
        assert ended.returncode == 0, ended.stderr


def test_who_starts_containers_reads_which_lines_no_script_fills_in():
    containers = PAGE.split("## Containers")[1].split("\n## ")[0]
    for name in ("SECRET_KEY", "POSTGRES_PASSWORD", "SITE_ADDRESS"):
        assert f"`{name}`" in containers


@pytest.mark.parametrize(
    "name", ["SECRET_KEY", "DATABASE_URL", "FINTOC_WEBHOOK_SECRETS", "SITE_URL"]
)
def test_what_the_script_fills_in_is_an_empty_line_of_the_example(name):
    lines = (ROOT / ".env.example").read_text().splitlines()
    (line,) = [each for each in lines if each.startswith(f"{name}=")]
    assert (line == f"{name}=") is (name != "SITE_URL")


def test_hosted_ci_runs_what_runs_here():
    workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text()
    assert "run: .ci/run" in workflow and "secrets." not in workflow
