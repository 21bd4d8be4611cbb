"""How what operations talked about is compared, for the page on methods."""

from dashboard.look.ui import Node, node
from dashboard.pages.document import section
from dashboard.panels.distinctive.measure import LEAST, PRIOR


def compared() -> list[Node]:
    return [_apart(), _alike()]


def _apart() -> Node:
    told = (
        "What sets an operation apart is told by log-odds with an informative Dirichlet prior, "
        "after Monroe, Colaresi and Quinn (“Fightin' Words”, Political Analysis 16(4), 2008). The "
        "odds of a hashtag or domain among all uses of an operation are set against its odds among "
        f"the uses of the others in view, added up. Both sides begin with {PRIOR:.0f} uses of a "
        "prior, shared out by the mean of the two sides' shares, so that a few uses of something "
        "rare are not taken for a difference.",
        "z is the log-odds over its standard deviation. Items are listed in order of z, from "
        f"{LEAST} on. It treats every use as if it came alone; a few busy accounts can make one "
        "item stand out, which is why the accounts stand beside it. What falls under the rule of "
        "ten accounts counts as not used.",
    )
    return section("What sets an operation apart", [node("P", text) for text in told], "apart")


def _alike() -> Node:
    told = (
        "Two operations are compared in six aspects: hours of the week, themes, hashtags, domains, "
        "clients and languages. In each, the uses or posts of an operation are a distribution; the "
        "similarity of two is 1 less their Jensen-Shannon distance with logarithms of base 2. It "
        "is 1 where the shares are the same and 0 where nothing is in common. What two operations "
        "share most is what adds most to 1 less their divergence.",
        "The aspects are not added up, because each answers another question and rests on other "
        "counts. Hours are those of the clock that is shown. A post with two themes counts for "
        "both. Languages leave out posts whose language is not stated. Domains are not compared "
        "where most links are the platform's own short links, nor posts with uses of hashtags.",
    )
    return section("How alike two operations are", [node("P", text) for text in told], "alike")
