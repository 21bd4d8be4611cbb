"""Serving below a path of a host, such as https://org.example/takedowns, behind a proxy.

The path is set (TAKEDOWNS_PREFIX), or a proxy that is trusted names it with each request
(X-Forwarded-Prefix). `urls.under` puts it before every address of this site.
"""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# Nothing that could lead a link elsewhere: //host, a scheme, a query.
PATH = re.compile("(?:/[A-Za-z0-9._~-]+)*")
NO_PATH = "TAKEDOWNS_PREFIX={} is not a path such as /takedowns."


class Prefixed:
    """A WSGI application that knows the path that it is served below, as SCRIPT_NAME.

    A proxy may take the path off a request or leave it on. Only the addresses in `proxies` are
    believed what they say. Raises ValueError if `prefix` is not a path.
    """

    def __init__(self, app: "WSGIApplication", prefix: str, proxies: Iterable[str]) -> None:
        self.app, self.prefix, self.proxies = app, prefix.rstrip("/"), frozenset(proxies)
        if not PATH.fullmatch(self.prefix):
            raise ValueError(NO_PATH.format(prefix))

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        prefix, path = self._prefix(environ), environ.get("PATH_INFO", "")
        if prefix:
            environ["SCRIPT_NAME"] = prefix
            if path == prefix or path.startswith(f"{prefix}/"):
                environ["PATH_INFO"] = path.removeprefix(prefix) or "/"
        return self.app(environ, start)

    def _prefix(self, environ: dict[str, Any]) -> str:
        named = environ.get("HTTP_X_FORWARDED_PREFIX", "").rstrip("/")
        if environ.get("REMOTE_ADDR") in self.proxies and PATH.fullmatch(named):
            return named or self.prefix
        return self.prefix
