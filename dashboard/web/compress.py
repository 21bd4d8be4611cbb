"""Compression: of answers, fast and each time; of scripts and styles, well and once a worker."""

from dash.fingerprint import check_fingerprint
from flask import Flask, Request, Response, request
from flask_compress import Compress

from dashboard.web import urls

STATIC = (urls.ASSETS, urls.SCRIPTS)
TEXTS = [
    *("text/html", "text/css", "text/csv", "text/plain", "text/javascript"),
    *("application/json", "application/javascript"),
]
# For files. The first reader after a start waits for it: brotli's 11 is 8% smaller, and takes 20
# times as long.
THOROUGH = {
    "COMPRESS_ALGORITHM": ["br", "zstd", "gzip"],
    "COMPRESS_BR_LEVEL": 9,
    "COMPRESS_ZSTD_LEVEL": 12,
    "COMPRESS_LEVEL": 9,
}
YEAR = 365 * 24 * 3600


class CompressedFiles(dict[str, bytes]):
    """The cache of flask-compress: compressed scripts and styles, which never change in a process.

    Each file is kept once, however its address is spelled; else a client could fill the memory.
    """

    set = dict.__setitem__


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
    """Compress with zstd, brotli or gzip, whichever the browser takes."""
    server.config |= {"COMPRESS_MIMETYPES": TEXTS, "COMPRESS_REGISTER": False}
    # Flask-compress has one level for all that an app sends, so files have settings of their own.
    files = Flask(__name__)
    files.config |= server.config | THOROUGH
    files.config |= {"COMPRESS_CACHE_BACKEND": CompressedFiles, "COMPRESS_CACHE_KEY": file_of}
    of_answers, of_files = Compressed(server), Compressed(files)

    @server.after_request
    def compressed(response: Response) -> Response:
        if request.path.startswith(urls.ASSETS) and response.status_code == 200:
            _make_whole(response)
        return (of_files if file_of(request) else of_answers).after_request(response)


def _make_whole(response: Response) -> None:
    """Send an asset in one piece: a stream gets no gzip. An address with ?m= never changes."""
    if "m" in request.args:
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    response.direct_passthrough = False
    if request.method == "HEAD":
        response.close()  # the file
        response.response = []  # its length stays
        return
    content = response.get_data()
    response.close()
    response.set_data(content)
