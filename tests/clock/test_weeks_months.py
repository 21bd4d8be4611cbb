"""Months turn at midnight on the operator's clock, whatever that clock did that night."""

from datetime import UTC, datetime

import numpy as np
import pytest

from dashboard.clock.weeks_months import months_of


def slot(*time: int) -> int:
    return int(datetime(*time, tzinfo=UTC).timestamp()) // 900  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    "zone, time, operator, utc",
    [
        ("Asia/Bangkok", (2020, 2, 29, 16, 45), "2020-02", "2020-02"),
        ("Asia/Bangkok", (2020, 2, 29, 17, 0), "2020-03", "2020-02"),
        ("America/Lima", (2020, 3, 1, 4, 45), "2020-02", "2020-03"),
        ("Asia/Tehran", (2020, 10, 31, 20, 15), "2020-10", "2020-10"),  # UTC+3:30 in winter
        ("Asia/Tehran", (2020, 10, 31, 20, 30), "2020-11", "2020-10"),
        ("Europe/Moscow", (2014, 9, 30, 20, 0), "2014-10", "2014-09"),  # UTC+4 until October 2014
        ("Europe/Moscow", (2014, 11, 30, 20, 45), "2014-11", "2014-11"),  # UTC+3 since
        ("America/Asuncion", (2017, 10, 1, 3, 45), "2017-09", "2017-10"),  # midnight was skipped
        ("America/Asuncion", (2017, 10, 1, 4, 0), "2017-10", "2017-10"),
    ],
)
def test_months_turn_at_the_operators_midnight(zone, time, operator, utc):
    (row,) = months_of(np.array([slot(*time)], np.int32), zone).itertuples(index=False)
    assert (row.operator, row.utc) == (operator, utc)


def test_months_of_many_slots_and_of_none():
    slots = np.array([slot(2019, 12, 31, 23), slot(2020, 1, 1), slot(2021, 6, 5)], np.int32)
    assert months_of(slots, "UTC")["utc"].tolist() == ["2019-12", "2020-01", "2021-06"]
    assert months_of(np.array([], np.int32), "UTC").empty
