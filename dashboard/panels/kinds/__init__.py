"""What did they post, and with which programs? Kinds of post as bars on one scale."""

from dashboard.panels import listed
from dashboard.panels.kinds import draw, measure, say
from dashboard.panels.panel import Panel
from dashboard.snapshot.evidence import KINDS
from dashboard.tables import CLIENT

PANEL = Panel(
    key="kinds",
    question="Did they write, reply or retweet?",
    topic="kinds of post",
    needs=(KINDS, CLIENT),
    measure=measure.kinds_and_clients,
    draw=draw.draw,
    say=say.say,
    caption=say.caption,
    unit=say.unit,
    cell=say.cell,
    table=say.table,
    downloads={"kinds": measure.kinds, "clients": listed.clients},
    method="kinds",
)
