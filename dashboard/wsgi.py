"""Where gunicorn starts: `gunicorn dashboard.wsgi:server`."""

from dashboard.settings import read_settings
from dashboard.web.app import make_server

server = make_server(read_settings())
