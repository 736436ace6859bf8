"""Our webhook, the limits and the peers, each with its database and as many orders to be paid."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from tests.bench import mail_server
from tests.bench.contest import Contest
from tests.bench.environments import PEERS
from tests.bench.events import SECRET
from tests.bench.targets import AS_SHIPPED, Target

LIMIT, OUR_STATEMENTS, OURS = "limit", "our statements (raw)", "ours"
SHIPPED = "ours with threads as shipped"
NAIVE, FLASK = "naive Django", "Flask with the official package"
FLASK_MAIL = "Flask with mail in the request"
PAYMENTS, DJSTRIPE = "django-payments", "dj-stripe"
PEERS_OF_OURS = (OUR_STATEMENTS, NAIVE, FLASK, FLASK_MAIL, PAYMENTS, DJSTRIPE)
PATH = "/webhooks/fintoc/"
STRIPE_PATH = "/stripe/webhook/00000000-0000-4000-8000-000000000001/"


def targets(contest: Contest, *, mail_port: int, chosen: Collection[str]) -> list[Target]:
    """Those that are chosen, or all; `mail_port` is free for a mail server."""
    contest.shop(to_pay=contest.orders)
    flask = ("flask_fintoc", "app:app", PATH)
    makers: dict[str, Callable[[], Target]] = {
        LIMIT: lambda: limit(contest),
        OUR_STATEMENTS: lambda: _our_statements(contest),
        OURS: lambda: contest.ours(OURS, contest.posts(PATH)),
        SHIPPED: lambda: _as_shipped(contest),
        NAIVE: lambda: _peer(contest, NAIVE, "naive_django", "site_wsgi", PATH),
        FLASK: lambda: _peer(contest, FLASK, *flask),
        FLASK_MAIL: lambda: with_mail_in_the_request(contest, "flask_mail", port=mail_port),
        PAYMENTS: lambda: _django_payments(contest),
        DJSTRIPE: lambda: _djstripe(contest),
    }
    return [make() for name, make in makers.items() if not chosen or name in chosen]


def limit(contest: Contest) -> Target:
    """The raw WSGI function, on PostgreSQL."""
    target = _peer(contest, LIMIT, "naive_django", "limit:application", "/", database="raw")
    target.folder = PEERS / "raw"
    return target


def with_mail_in_the_request(
    contest: Contest, database: str, *, port: int, delay: float = 0
) -> Target:
    """Flask again, whose mails are sent before the event is answered. `delay`: milliseconds."""
    name = f"{FLASK_MAIL} ({delay:g} ms)" if delay else FLASK_MAIL
    target = _peer(contest, name, "flask_fintoc", "app:app", PATH, database=database)
    target.environment = {**target.environment, "MAIL": "smtp", "SMTP_PORT": str(port)}
    moved = "(SELECT count(*) FROM shop_order WHERE status = 'paid')"
    query = f"SELECT (SELECT count(*) FROM shop_event), {moved}"
    target.tally = contest.tally(database, query)
    target.beside = [mail_server.command(port, delay)]
    return target


def _our_statements(contest: Contest) -> Target:
    contest.server.copy("ours", "our_statements")
    address = {"DATABASE_URL": contest.server.address("our_statements")}
    return sending_our_statements(contest, OUR_STATEMENTS, "our_statements", address)


def sending_our_statements(
    contest: Contest, name: str, program: str, address: Mapping[str, str], *, database: str = ""
) -> Target:
    """A raw WSGI function that sends our very statements, and decides nothing; to the database of
    its own name, or another. `address`: what it finds that by."""
    database = database or program
    statements = contest.folder / f"{program}.json"
    recording = ("-m", "tests.bench.recording", contest.orders - 1)
    statements.write_text(contest.in_shop(database, *recording))
    return replace(
        contest.ours(name, contest.posts("/"), database=database),
        programs=contest.programs("naive_django"),
        application=f"{program}:application",
        folder=PEERS / "raw",
        environment={**address, "WEBHOOK_SECRET": SECRET, "STATEMENTS": str(statements)},
    )


def _as_shipped(contest: Contest) -> Target:
    """The shop with the server settings it is deployed with: threads, since some requests wait."""
    contest.server.copy("ours", "shipped")
    target = contest.ours(SHIPPED, contest.posts(PATH), database="shipped")
    return replace(target, options=AS_SHIPPED)


def _djstripe(contest: Contest) -> Target:
    """Its own endpoint and a merchant's handler, for an event that needs no call to Stripe."""
    target = _peer(contest, DJSTRIPE, "djstripe", "site_wsgi", STRIPE_PATH, scheme="stripe")
    _migrate(contest, target)
    contest.run([target.programs / "python", "endpoint.py"], target.folder, target.environment)
    counts = "(SELECT count(*) FROM shop_order WHERE status = 'paid')"
    target.tally = contest.tally(
        "djstripe",
        f"SELECT (SELECT count(*) FROM djstripe_event), {counts}, (SELECT count(*) FROM shop_mail)",
    )
    return target


def _django_payments(contest: Contest) -> Target:
    """Its static endpoint with its Stripe provider: no event row, no mail, so less work."""
    name, path = "django_payments", "/payments/process/stripe/"
    contest.server.create(name)
    target = _target(contest, PAYMENTS, name, "site_wsgi", name)
    target.requests = contest.posts(path, scheme="django-payments")
    _migrate(contest, target)
    python = target.programs / "python"
    contest.run([python, "make_rows.py", contest.orders], target.folder, target.environment)
    confirmed = "SELECT count(*) FROM shop_payment WHERE status = 'confirmed'"
    target.tally = contest.tally(name, confirmed)
    return target


def _peer(
    contest: Contest,
    name: str,
    package: str,
    application: str,
    path: str,
    *,
    database: str = "",
    scheme: str = "fintoc",
) -> Target:
    """A peer on the peers' tables."""
    contest.peer_database(database or package)
    target = _target(contest, name, package, application, database or package)
    target.requests = contest.posts(path, scheme=scheme)
    return target


def _target(contest: Contest, name: str, package: str, application: str, database: str) -> Target:
    return Target(
        name,
        contest.programs(package),
        application,
        PEERS / package,
        contest.posts("/"),
        {"DATABASE_URL": contest.server.address(database), "WEBHOOK_SECRET": SECRET},
        tally=contest.tally(database),
    )


def _migrate(contest: Contest, target: Target) -> None:
    settings = {"DJANGO_SETTINGS_MODULE": "site_settings", "PYTHONPATH": "."}
    migrate = [target.programs / "python", "-m", "django", "migrate", "--run-syncdb", "-v0"]
    contest.run(migrate, target.folder, {**target.environment, **settings})
