"""Answers are compressed; scripts and styles once a worker, not each time they are asked for."""

from flask import Flask, Request, Response, request
from flask_compress import Compress

STATIC = ("/assets/", "/_dash-component-suites/")
TEXTS = [
    *("text/html", "text/css", "text/csv", "text/plain", "text/javascript"),
    *("application/json", "application/javascript"),
]
YEAR = 365 * 24 * 3600


class Kept:
    """What flask-compress keeps: compressed scripts and styles, which never change in a process."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        return self.kept.get(key)

    def set(self, key: str, content: bytes) -> None:
        if not key.endswith(";"):
            self.kept[key] = content


def path_of(asked: Request) -> str:
    """Return the path of a script or style; "" for an answer that is made anew each time."""
    return asked.path if asked.path.startswith(STATIC) else ""


def install(server: Flask) -> None:
    """Compress with zstd, brotli or gzip, as the browser prefers."""
    server.config |= {
        "COMPRESS_MIMETYPES": TEXTS,
        "COMPRESS_CACHE_BACKEND": Kept,
        "COMPRESS_CACHE_KEY": path_of,
    }
    Compress(server)

    # Registered last, so called before the compression.
    @server.after_request
    def whole(response: Response) -> Response:
        """Send assets in one piece: a stream gets no gzip. An address with ?m= never changes."""
        if request.path.startswith("/assets/") and response.status_code == 200:
            response.direct_passthrough = False
            content = response.get_data()
            response.close()  # the file
            response.set_data(content)
            if "m" in request.args:
                response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
        return response
