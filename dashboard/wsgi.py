"""Where gunicorn starts: `gunicorn dashboard.wsgi:server`."""

from dashboard.app import make_server
from dashboard.settings import read_settings

server = make_server(read_settings())
