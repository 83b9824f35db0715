"""What all tests share: the option that rewrites golden files instead of comparing with them."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --bless; `python3 tasks.py bless` gives it."""
    parser.addoption("--bless", action="store_true", help="rewrite the golden files")


@pytest.fixture(scope="session")
def bless(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be rewritten."""
    return bool(request.config.getoption("--bless"))
