"""The HTTP server: Django's own, a thread for each connection."""

from typing import Any

from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application

from simulator.api.errors import ApiError, length_required
from simulator.line import LINE, Line


class Handler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"  # connections stay open between requests
    disable_nagle_algorithm = True  # or a small answer waits 40 ms for an acknowledgement

    def parse_request(self) -> bool:
        """False once it is refused: Django would read a body in chunks as an empty one."""
        if not super().parse_request():
            return False
        if "Transfer-Encoding" not in self.headers:
            return True
        self._refuse(length_required())
        return False

    def _refuse(self, error: ApiError) -> None:
        body = error.as_response().content
        self.send_response(error.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")  # what comes next is the body, and no request
        self.end_headers()
        self.wfile.write(body)

    def get_environ(self) -> dict[str, Any]:
        """With the connection itself, for a fault (`simulator/api/faults.py`)."""
        return {**super().get_environ(), LINE: self.take_the_line}

    def take_the_line(self) -> Line:
        """The connection, which ends with this request."""
        self.close_connection = True
        connection: Any = self.connection  # a socket; its types say otherwise
        return Line(connection)


class Server(ThreadedWSGIServer):
    request_queue_size = 128
    daemon_threads = True  # an open connection does not delay the end


def listen(*, host: str, port: int) -> Server:
    """A server that is bound and listening but answers nothing yet.

    Raises OSError when the port is taken or the address is not of this machine.
    """
    ipv6: dict[str, Any] = {"ipv6": True} if ":" in host else {}
    return Server((host, port), Handler, **ipv6)


def serve(server: Server) -> None:
    """Answer requests until an exception (a signal's, say) ends it; then close the port."""
    server.set_app(get_wsgi_application())
    try:
        server.serve_forever(poll_interval=0.1)
    finally:
        server.server_close()
