"""Days off: those of the European institutions as their list prints them, those of countries."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, timedelta

import pytest

from workgroups.days_off import institutions_closed, public_holiday

LISTED = {
    2026: ["01-01", "01-02", "04-02", "04-03", "04-06", "05-01", "05-09", "05-14", "05-15",
           "05-25", "07-21", "08-15", "11-01", "11-02"],
    2027: ["01-01", "01-02", "03-25", "03-26", "03-29", "05-01", "05-06", "05-07", "05-09",
           "05-17", "07-21", "08-15", "11-01", "11-02"],
}  # fmt: skip


@pytest.mark.parametrize("year", LISTED)
def test_the_institutions_are_closed_on_the_days_of_the_list(year: int) -> None:
    days = (date(year, 1, 1) + timedelta(days=number) for number in range(365))
    closed = [f"{day:%m-%d}" for day in days if institutions_closed(day)]
    assert closed == [*LISTED[year], *(f"12-{day}" for day in range(24, 32))]


def test_what_a_country_celebrates() -> None:
    assert public_holiday(date(2026, 11, 11), "BE") == "Armistice Day"
    assert public_holiday(date(2026, 11, 12), "BE") == ""
    assert public_holiday(date(2026, 10, 26), "AT") == "National Day"
    assert public_holiday(date(2026, 1, 1), "ZZ") == ""


def test_no_language_of_the_machine_is_heard() -> None:
    program = "from datetime import date; from workgroups.days_off import public_holiday\n"
    program += "print(public_holiday(date(2026, 11, 11), 'BE'))"
    env = {**os.environ, "LANG": "fr_FR.UTF-8", "LANGUAGE": "fr", "LC_ALL": "fr_FR.UTF-8"}
    done = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, check=True)
    assert done.stdout == b"Armistice Day\n"


def test_a_build_does_not_wait_for_them() -> None:
    program = "import sys; import workgroups.examination; assert 'holidays' not in sys.modules"
    subprocess.run([sys.executable, "-c", program], check=True)
