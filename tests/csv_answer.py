"""The text of a CSV that the server answered, without the mark by which spreadsheets know UTF-8."""

import csv
import io

from werkzeug.test import TestResponse


def csv_text_of(answer: TestResponse) -> str:
    return answer.data.decode("utf-8-sig")


def csv_rows(answer: TestResponse) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(csv_text_of(answer))))
