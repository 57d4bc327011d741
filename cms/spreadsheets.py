"""Tables for spreadsheets: CSV with commas, in which no cell can act as a formula, also where semicolons separate."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

# What makes spreadsheets calculate, also in its wide form, and what they skip before it (OWASP ASVS 5.0, 1.2.10).
FORMULAS = frozenset("=+-@＝＋－＠")
ACTS = f"[{re.escape(''.join(FORMULAS))}]"
SKIPPED = (
    r"\s\0\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"  # white space, and what is not seen
)
BEGUN = re.compile(rf"[{SKIPPED}]*{ACTS}")
BEGUN_ANEW = re.compile(rf"([;\r\n][{SKIPPED}\"]*+)({ACTS})?")
CONTENT_TYPE = "text/csv; charset=utf-8"
BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes the text for one of its old alphabets


def defused(value: object) -> str:
    """A cell as text. What a spreadsheet might calculate, or hide, begins with an apostrophe; numbers stay numbers.

    Half of Europe's spreadsheets begin a new cell at a semicolon, and then at a new line: what stands there begins, too.
    """
    if value is None:
        return ""
    text = str(value).replace("\0", "")
    if isinstance(value, int | float):
        return text
    text = BEGUN_ANEW.sub(lambda begun: f"{begun[1]}'{begun[2]}" if begun[2] else begun[1], text)
    return f"'{text}" if BEGUN.match(text) or text[:1] in {"\t", "\r", "\n"} else text


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    """Rows as CSV (RFC 4180) with every cell defused."""
    kept = io.StringIO()
    kept.write(BYTE_ORDER_MARK)
    csv.writer(kept, lineterminator="\r\n").writerows([defused(cell) for cell in row] for row in rows)
    return kept.getvalue()
