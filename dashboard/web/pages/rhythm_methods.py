"""How the rhythm is tested, each test in plain words with an example and its limits."""

from typing import NamedTuple

from dashboard.look import ui
from dashboard.look.ui import Node, node
from dashboard.web.pages.document import section


class Explanation(NamedTuple):
    """One test: what it asks, an example a reader can add up, and where it ends."""

    key: str
    title: str
    asks: str
    example: str
    limits: str


EXPLANATIONS = (
    Explanation(
        "office-hours",
        "Working hours",
        "The share of posts in the hours of a working day, 09:00 to 18:00 unless others are "
        "chosen, on days that were worked in the country: not its weekend, not its public "
        "holidays, but those weekend days that were worked in exchange for a holiday. Beside it "
        "stands what posts spread evenly over every hour would give. The same share from Monday to "
        "Friday, 08:00 to 17:00, is shown because newspapers counted it.",
        "A week of five working days has 45 working hours of 168, or 26.8%. If 80 of 100 posts "
        "fall into them, that is 80.0%, 3.0 times as much as even posting and 53.2 points more. If "
        "a working day has 16 posts on average and a weekend day 4, weekend quietness is 0.25.",
        "A schedule can be set for any hours, and people everywhere sleep at night. Closures by "
        "decree, Ramadan hours and holidays of single regions are not in the calendars, and feasts "
        "that depend on the moon can be a day off.",
    ),
    Explanation(
        "intervals",
        "Intervals",
        "How far a number could move if chance had dealt otherwise. Posts of one account are "
        "alike, and so are posts of one week, so the usual formula, which takes every post as a "
        "draw of its own, is far too sure. Here the number is worked out again without each "
        "account in turn, or without each run of weeks, and the spread of the answers gives the "
        "interval (Tukey 1958; Künsch 1989). The rhythm of all posts, where accounts are known: "
        "accounts. All else: weeks; of many weeks, neighbours are left out together, because they "
        "resemble each other. The rhythm's columns say which, and how many.",
        "Ten accounts, nine with all posts at noon and one with none: the share is 0.9, and "
        "leaving one out gives 0.889 or 1. The interval is much wider than that of 10,000 free "
        "posts.",
        "On 1,000 simulated operations and more it held the truth in 93 to 97 of 100 cases. Where "
        "the shares of neighbouring weeks correlate by 0.3 it held in 93 of 100 with 100 weeks and "
        "in 95 with 300, by 0.6 in 90 and 93. The worth of fewer than two dozen weeks is left out "
        "week by week: there it held in 89 of 100, and at 0.6 in only 75 to 79.",
    ),
    Explanation(
        "calendars",
        "Whose calendar the posts are consistent with",
        "Each country's calendar marks days as worked, half worked or off. Within each week it is "
        "compared with the posts of the days; the score is high if posts fall on its working days. "
        "Every country of the catalogue is tried. A calendar is consistent with the posts unless "
        "it scores lower than the best by more than chance allows.",
        "A week has 16 posts on each day from Monday to Friday and 10 on Saturday and on Sunday. "
        "The calendar of Saturday and Sunday scores highest; that of Friday and Saturday counts "
        "Friday as quiet, which it was not, and Sunday as busy, and scores lower.",
        "Countries with the same weekend differ in a few holidays a year, so most often several "
        "fit and the data cannot tell them apart. Being consistent with a calendar is no evidence "
        "of a country. In simulations the true calendar was among those that fit in 99 of 100 "
        "cases; where people worked on holidays as usual, in 89.",
    ),
    Explanation(
        "clocks",
        "Which clocks the posts are consistent with",
        "Every offset from UTC-12 to UTC+14 by half hours is tried: the share of posts that would "
        "lie in working hours on it. The best is shown with all others that are not worse by more "
        "than chance allows, and with large cities that kept such a clock in the period, their "
        "summer time included. On the best clock the lunch hours, the busiest hour and the evening "
        "are compared with the hours around them.",
        "If all posts were written between 01:00 and 10:00 UTC, the offset +8 puts all of them "
        "between 09:00 and 18:00. The offset +9 loses those of the last hour.",
        "Offsets 24 hours apart show the same time of day and cannot be told apart. Who posts for "
        "readers abroad, in shifts or by machine fits a clock that nobody near them keeps: the "
        "operation of Russia's Internet Research Agency fits clocks of the Atlantic.",
    ),
    Explanation(
        "chance",
        "Against chance",
        "The same accounts on the same days, with each day turned round the clock by a random "
        "number of hours. What working hours get then is what regularity alone explains.",
        "If nine tenths of posts fall on days worked, nine hours of 24 get 33.8% of all posts by "
        "chance.",
        "The range of chance is known for all posts of one collection; in filtered views only the "
        "expected share is.",
    ),
    Explanation(
        "distances",
        "How unlike two weeks are",
        "The Jensen-Shannon distance of two operations' shares of the 168 hours of the week: 0 if "
        "they are alike, 1 if they have no hour in common (Lin 1991; Endres and Schindelin 2003). "
        "What chance adds to it is taken away. Where posts are too few for hours, all operations "
        "of a view are compared in blocks of 2, 3, 4 or 6 hours: the shortest for which as many as "
        "ever have posts enough. The panel says which.",
        "One posts only on Mondays, the other half on Mondays and half on Tuesdays: the divergence "
        "is 0.311 bits and the distance, its root, 0.56.",
        "It compares clocks as shown: on UTC an operation in Bangkok and one in Caracas with the "
        "same habits are far apart. Blocks hide what lies within them, so numbers by other blocks "
        "cannot be compared. In simulations the interval held the truth in 92 to 98 of 100 cases; "
        "with too few posts or weeks none is given, and the distance is too high; none, too, where "
        "two have posts in common.",
    ),
    Explanation(
        "accounts-alike",
        "Each account alike",
        "The mean of the accounts' own shares, in which an account of ten posts counts as much as "
        "one of ten thousand, and the share of all posts that the 1, 5 and 10 loudest made. Both "
        "are worked out when files are read and known of all posts of one collection only.",
        "Two accounts, one with 90 of 100 posts at noon and one with 0 of 10: of posts 81.8% lie "
        "at noon, of an account's posts 45.0%.",
        "Nothing about a single account is shown, and nothing is shown where fewer than 10 posted.",
    ),
)


def sections() -> list[Node]:
    """Return one section with each test folded below its name."""
    sentence = (
        "These tests ask when people seem to have worked, and how sure that is. They never say who "
        "somebody was. Under each: what it asks, an example, and its limits. All numbers are in "
        "rhythm-tests.csv."
    )
    return [
        section(
            "Testing a rhythm", [node("P", sentence), *map(_folded, EXPLANATIONS)], "rhythm-tests"
        )
    ]


def _folded(test: Explanation) -> Node:
    parts = (("", test.asks), ("For example: ", test.example), ("Limits: ", test.limits))
    words = [node("P", [*ui.bold(f"**{head}**" if head else ""), text]) for head, text in parts]
    return node("Details", [node("Summary", test.title), *words], id=f"test-{test.key}")
