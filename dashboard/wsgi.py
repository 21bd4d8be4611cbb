"""Where gunicorn starts: `gunicorn dashboard.wsgi:server`."""

from dashboard.app import create_app, read_world
from dashboard.settings import read_settings

settings = read_settings()
server = create_app(read_world(settings["STORE"]), settings).server
# Dash learns which scripts it may serve when it first writes the page. Done before the workers are
# forked, because the scripts are asked of any worker, not of the one that wrote the page.
server.test_client().get("/")
