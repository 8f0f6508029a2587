"""Brings database and static files up to date, each step a no-op when nothing changed.

bin/prepare.py site       what serving needs: schema, gazetteer, demonstration, account, static files
bin/prepare.py template   the database that test databases are copied from, and the static files
bin/prepare.py static     the static files alone
Runs in .venv with DATABASE_URL set; one process, because starting Django costs more than most steps.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCAL = ROOT / ".local"
TEMPLATE = "dateline_template"
#: Deployed, pages load the bundles and not the modules that these are made of.
BUNDLED = ["js/*"]

sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mapsite.settings")


def prepare_site() -> None:
    apply_migrations()
    grant_application()
    run("load_gazetteer")
    run("load_demo")
    run("ensure_editor")
    collect_static()


def prepare_template() -> None:
    """Make or update the template database; anew when a migration that it has was edited since."""
    from django.db import connection

    now = {str(path.relative_to(ROOT)): digest(path) for path in sorted(ROOT.glob("*/migrations/[0-9]*.py"))}
    name = connection.ops.quote_name(TEMPLATE)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(shobj_description(oid, 'pg_database'), '{}')"
            " FROM pg_database WHERE datname = %s",
            [TEMPLATE],
        )
        found = cursor.fetchone()
        then = json.loads(found[0]) if found else {}
        if found and (not then or any(now.get(path) != hashed for path, hashed in then.items())):
            say("A migration was edited: making the tests' template database anew")
            cursor.execute(f"DROP DATABASE {name}")
            found = None
        if not found:
            cursor.execute(f"CREATE DATABASE {name}")
        # Empty until the template is whole, so that an interrupted one is made anew.
        if now != then or not found:
            cursor.execute(f"COMMENT ON DATABASE {name} IS '{{}}'")
    inner = subprocess.run(
        [sys.executable, __file__, "schema"], env=os.environ | {"DATABASE_URL": url_with_name(TEMPLATE)}
    )
    if inner.returncode:
        raise SystemExit(inner.returncode)
    with connection.cursor() as cursor:
        cursor.execute(f"COMMENT ON DATABASE {name} IS '{json.dumps(now)}'")
    collect_static()


def prepare_schema() -> None:
    apply_migrations()
    grant_application()
    run("load_gazetteer")


def grant_application() -> None:
    """The rights of the role that serves, where that is not the one that owns the tables."""
    from urllib.parse import unquote, urlsplit

    if url := os.environ.get("APPLICATION_DATABASE_URL"):
        run("grant_application", unquote(urlsplit(url).username or ""))


def apply_migrations() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not pending:
        say("Database: up to date")
        return
    started = time.monotonic()
    say(f"Database: applying {len(pending)} migrations …")
    call_command("migrate", interactive=False, verbosity=0)
    say(f"Database: up to date after {time.monotonic() - started:.1f} s")


def compile_messages() -> None:
    """The binary form of the translations, which is what Django reads; without gettext's own tools."""
    import polib

    for source in sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns:
            polib.pofile(str(source)).save_as_mofile(str(compiled))


def collect_static() -> None:
    """Hashing and compressing takes seconds, so only when a source has changed."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    from bundle import make_bundles
    from mapsite import bundles

    compile_messages()
    make_bundles(bundles.SCRIPTS, bundles.STYLES, bundles.INSTEAD, bundles.LATER)
    sources = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for path, storage in finder.list(BUNDLED):
            found = Path(storage.path(path)).stat()
            sources.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    mark = Path(settings.STATIC_ROOT) / ".sources"
    if mark.exists() and mark.read_text() == sources.hexdigest():
        say("Static files: up to date")
        return
    started = time.monotonic()
    say("Static files: collecting …")
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=BUNDLED)
    mark.write_text(sources.hexdigest())
    say(f"Static files: collected in {time.monotonic() - started:.1f} s")


def run(command: str, *arguments: str) -> None:
    from django.core.management import call_command

    call_command(command, *arguments)


def url_with_name(name: str) -> str:
    """DATABASE_URL with another database's name."""
    address, question_mark, query = os.environ["DATABASE_URL"].partition("?")
    return f"{address.rsplit('/', 1)[0]}/{name}{question_mark}{query}"


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def say(sentence: str) -> None:
    print(sentence, flush=True)


if __name__ == "__main__":
    import django
    from django.core.management import CommandError

    from bundle import BUNDLES

    BUNDLES.mkdir(parents=True, exist_ok=True)  # the settings list it when it is there
    django.setup()
    tasks = {
        "site": prepare_site,
        "template": prepare_template,
        "schema": prepare_schema,
        "static": collect_static,
    }
    try:
        tasks[sys.argv[1]]()
    except CommandError as error:
        sys.exit(str(error))
