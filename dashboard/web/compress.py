"""Compression of answers: each time they are sent, but scripts and styles once a worker."""

from dash.fingerprint import check_fingerprint
from flask import Flask, Request, Response, request
from flask_compress import Compress

from dashboard.web import urls

STATIC = (urls.ASSETS, urls.SCRIPTS)
TEXTS = [
    *("text/html", "text/css", "text/csv", "text/plain", "text/javascript"),
    *("application/json", "application/javascript"),
]
YEAR = 365 * 24 * 3600


class CompressedFiles(dict[str, bytes]):
    """The cache of flask-compress: compressed scripts and styles, which never change in a process.

    Each file is kept once, however its address is spelled; else a client could fill the memory.
    """

    def set(self, key: str, content: bytes) -> None:
        if not key.endswith(";"):
            self[key] = content


class Compressed(Compress):
    """Flask-compress without HEAD requests, which have no content."""

    def after_request(self, response: Response | None) -> Response:
        if response is not None and request.method == "HEAD":
            return response
        return super().after_request(response)


def file_of(request: Request) -> str:
    """Return the path of a script or style; "" for an answer that is made anew each time.

    Dash serves a script by any fingerprint, so that is left out. `guard` lets no other spelling in.
    """
    if not request.path.startswith(STATIC):
        return ""
    path: str = check_fingerprint(request.path)[0]  # type: ignore[no-untyped-call]
    return path


def install(server: Flask) -> None:
    """Compress with zstd, brotli or gzip, as the browser prefers."""
    server.config |= {
        "COMPRESS_MIMETYPES": TEXTS,
        "COMPRESS_CACHE_BACKEND": CompressedFiles,
        "COMPRESS_CACHE_KEY": file_of,
    }
    Compressed(server)

    # Registered last, so called before the compression.
    @server.after_request
    def whole(response: Response) -> Response:
        """Send assets in one piece: a stream gets no gzip. An address with ?m= never changes."""
        if request.path.startswith(urls.ASSETS) and response.status_code == 200:
            if "m" in request.args:
                response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
            response.direct_passthrough = False
            if request.method == "HEAD":
                response.close()  # the file
                response.response = []  # its length stays
                return response
            content = response.get_data()
            response.close()
            response.set_data(content)
        return response
