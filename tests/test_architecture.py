"""Imports point one way: the order is written in docs/architecture.md and kept here."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

EVENTS = Path(__file__).resolve().parent.parent / "events"

#: From the ground up. A module may import from its own part and from those of lower rank, never sideways.
RANKS = [
    {"enums", "countries", "folding", "granting", "likeness", "writing", "checks"},
    {"records"},
    {"models"},
    {"extraction", "geocoding", "findings", "history", "ingestion", "review", "totals"},
    {"exchange"},
    {"pipeline"},
    {
        "admin",
        "api",
        "embeds",
        "images",
        "views",
        "urls",
        "management",
        "demonstration",
        "templatetags",
        "apps",
    },
]
RANK = {part: rank for rank, parts in enumerate(RANKS) for part in parts}
TOP = len(RANKS) - 1


def part_of(path: Path) -> str:
    return path.relative_to(EVENTS).parts[0].removesuffix(".py")


def imported_parts(source: str) -> set[str]:
    """The parts of `events` that a module's text imports."""
    parts = set()
    for node in ast.walk(ast.parse(source)):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        parts |= {name.split(".")[1] for name in names if name.startswith("events.") and name.count(".") >= 1}
    return parts


def is_allowed(part: str, imported: str) -> bool:
    return imported == part or RANK[imported] < RANK[part] or RANK[part] == RANK[imported] == TOP


MODULES = [
    path
    for path in sorted(EVENTS.rglob("*.py"))
    if part_of(path) not in {"migrations", "__init__"} and "__pycache__" not in path.parts
]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(EVENTS)))
def test_module_imports_only_what_lies_below_it(path: Path) -> None:
    part = part_of(path)
    assert part in RANK, f"{path} belongs to no part of the architecture: name it here and in the docs"

    wrong = sorted(other for other in imported_parts(path.read_text()) if not is_allowed(part, other))

    assert wrong == []


def test_stage_may_not_import_another_stage() -> None:
    assert not is_allowed("extraction", "geocoding")
    assert imported_parts("from events.geocoding.ranking import rank") == {"geocoding"}


def test_extraction_knows_neither_database_nor_network() -> None:
    banned = {"django.contrib", "django.db.connection", "requests", "urllib", "http", "socket", "geopy"}
    found = []
    for path in sorted((EVENTS / "extraction").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found += [
                f"{path.name}: {name}" for name in names for bad in banned
                if name == bad or name.startswith(f"{bad}.")
            ]  # fmt: skip

    assert found == []
