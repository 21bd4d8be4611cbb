"""Changes of hands that were planted in simulated archives, beside those that are found in them."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from archive_world import LEXICON

from dashboard.catalogue.releases import read_catalogue
from dashboard.ingest.count.phases import changes
from dashboard.simulation.plan import make_plan
from dashboard.simulation.posts import Simulation, draw_posts, make_simulation
from dashboard.simulation.truth import Truth
from dashboard.tables import EARLIER
from dashboard.web.app import DATA
from dashboard.web.pages.earlier_lives import Recovered

BATCH = 100_000


def drawn(release: str, posts: int, seed: int = 1) -> tuple[Simulation, dict[str, pd.DataFrame]]:
    """Return a simulated release and its truth, without writing any file.

    With a lexicon of its own: themes do not matter here, and theirs may change.
    """
    plan = make_plan(read_catalogue(DATA / "releases.toml"), release, rows=posts, seed=seed)
    simulation = make_simulation(plan, LEXICON)
    truth = Truth(simulation)
    for start in range(0, posts, BATCH):
        truth.add(draw_posts(simulation, start, min(BATCH, posts - start)))
    return simulation, {name: table.to_pandas() for name, table in truth.tables([]).items()}


def find(truth: dict[str, pd.DataFrame]) -> dict[str, str]:
    """Return the month from which on each account is found to be another."""
    spoken = truth["activity"].groupby(["userid", "month", "language"])["posts"].sum()
    names = {"userid": "account"}
    found = changes(spoken.reset_index().rename(columns=names), truth["used"].rename(columns=names))
    return dict(zip(found["account"], found["month"], strict=True))


def measure(release: str, posts: int, seed: int = 1) -> Recovered:
    """Return how well planted changes are found in a simulated release."""
    simulation, truth = drawn(release, posts, seed)
    found, lives = find(truth), truth["lives"]
    languages = simulation.accounts.languages
    other = set(np.array(simulation.accounts.columns["userid"])[languages[:, 0] != languages[:, 1]])
    both = lives.groupby("userid")["phase"].nunique()
    planted = set(both[both == 2].index)
    lives = lives.assign(
        planted=lives["userid"].isin(planted) & (lives["phase"] == EARLIER),
        found=lives["month"] < lives["userid"].map(lambda who: found.get(who, "")),
    )
    right, spoken = lives["planted"] & lives["found"], lives["userid"].isin(other)
    return Recovered(
        release=release,
        posts=posts,
        accounts=len(planted),
        accounts_right=share(planted & found.keys(), found),
        accounts_found=share(planted & found.keys(), planted),
        posts_right=posts_in(lives, right) / posts_in(lives, lives["found"]),
        posts_found=posts_in(lives, right) / posts_in(lives, lives["planted"]),
        posts_found_spoken=posts_in(lives, right & spoken)
        / posts_in(lives, lives["planted"] & spoken),
    )


def share(part: Iterable[str], whole: Iterable[str]) -> float:
    return len(set(part)) / len(set(whole))


def posts_in(lives: pd.DataFrame, which: "pd.Series[bool]") -> int:
    return int(lives["posts"][which].sum())
