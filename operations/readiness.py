"""What a load balancer asks: is the process alive, can it do its work.

Whether the shop is all right is another question: `health.py`.
"""

from django.db import Error as DatabaseAway
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. No I/O, so that a slow database restarts nothing."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers and its migrations are done; 503 if not."""
    try:
        is_behind = migrations_are_missing()
    except DatabaseAway:
        return HttpResponse("the database is away\n", status=503, content_type="text/plain")
    if is_behind:
        text = "migrations are missing: run manage.py migrate\n"
        return HttpResponse(text, status=503, content_type="text/plain")
    return HttpResponse("ready\n", content_type="text/plain")


def migrations_are_missing() -> bool:
    """Whether the database is older than the code. Raises DatabaseAway."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
