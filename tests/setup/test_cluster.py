"""bin/db on a real cluster of its own, in a copy of bin/ elsewhere."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

BIN = Path(__file__).resolve().parents[2] / "bin"


class Checkout:
    """A directory with nothing but bin/, as far as the database is concerned a clone."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(BIN, root / "bin", ignore=shutil.ignore_patterns("__pycache__"))

    def db(self, *args: str, **variables: str) -> subprocess.CompletedProcess[str]:
        environment = {
            name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "PGOPTIONS")
        }
        return subprocess.run(
            [sys.executable, self.root / "bin" / "db", *args],
            capture_output=True,
            text=True,
            env=environment | variables,
            timeout=60,
        )

    def call(self, expression: str) -> str:
        """Evaluate an expression with `cluster` imported."""
        code = f"import cluster; print({expression})"
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, cwd=self.root / "bin", check=True
        )
        return done.stdout.strip()

    @property
    def server(self) -> int | None:
        said = self.call("cluster.this_cluster().process()")
        return None if said == "None" else int(said)


@pytest.fixture(scope="module")
def made_checkout() -> Iterator[Checkout]:
    with tempfile.TemporaryDirectory() as directory:
        Path(directory).chmod(0o755)  # the database's account must be able to enter
        checkout = Checkout(Path(directory) / "a clone")
        yield checkout
        checkout.db("remove")


@pytest.fixture
def checkout(made_checkout: Checkout) -> Iterator[Checkout]:
    yield made_checkout
    made_checkout.db("stop")


def ask(checkout: Checkout, statement: str) -> str:
    done = checkout.db("psql", "-XAtqc", statement)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_start_makes_a_database_with_the_extensions_and_no_tcp(checkout: Checkout) -> None:
    done = checkout.db("start")

    assert done.returncode == 0, done.stderr
    extensions = ask(checkout, "SELECT string_agg(extname, ' ' ORDER BY extname) FROM pg_extension")
    assert extensions == "pg_trgm plpgsql postgis unaccent"
    assert ask(checkout, "SHOW listen_addresses") == ""
    assert ask(checkout, "SELECT lower('ИДЛИБ')") == "идлиб"  # the locale knows more than ASCII


@pytest.mark.parametrize(("gigabytes", "shared"), [(0.5, 128), (4, 512), (24, 3072), (256, 4096)])
def test_database_holds_an_eighth_of_the_memory_within_limits(
    checkout: Checkout, gigabytes: float, shared: int
) -> None:
    memory = round(gigabytes * 2**30)

    assert checkout.call(f"cluster.shared_megabytes({memory})") == str(shared)


@pytest.mark.parametrize(("shared", "log"), [(128, 4), (1024, 32), (4096, 64)])
def test_log_has_its_share_of_the_memory_within_a_limit(checkout: Checkout, shared: int, log: int) -> None:
    assert checkout.call(f"cluster.log_megabytes({shared})") == str(log)


def test_server_has_the_memory_that_was_worked_out(checkout: Checkout) -> None:
    checkout.db("start")

    megabytes = checkout.call("cluster.shared_megabytes(cluster.memory_here())")
    assert ask(checkout, "SELECT setting::int * 8 / 1024 FROM pg_settings WHERE name = 'shared_buffers'") == (
        megabytes
    )


def test_start_twice_keeps_the_server_and_its_data(checkout: Checkout) -> None:
    checkout.db("start")
    ask(checkout, "CREATE TABLE kept AS SELECT 1 AS value")
    first = checkout.server

    checkout.db("start")
    assert checkout.server == first
    checkout.db("stop")
    assert checkout.server is None
    checkout.db("start")
    assert ask(checkout, "SELECT value FROM kept") == "1"
    ask(checkout, "DROP TABLE kept")


def test_start_after_a_killed_server_recovers(checkout: Checkout) -> None:
    checkout.db("start")
    os.kill(checkout.server, signal.SIGKILL)

    done = checkout.db("start")

    assert done.returncode == 0, done.stderr
    assert ask(checkout, "SELECT 1") == "1"


def test_start_with_a_pid_file_that_names_another_program_recovers(checkout: Checkout) -> None:
    checkout.db("start")
    checkout.db("stop")
    pid_file = checkout.root / ".local/postgres/data/postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n")

    assert checkout.server is None
    assert checkout.db("start").returncode == 0
    assert ask(checkout, "SELECT 1") == "1"


def test_release_stops_the_server_only_when_no_living_holder_is_left(checkout: Checkout) -> None:
    dead = subprocess.Popen(["true"])
    dead.wait()
    cluster = "cluster.this_cluster()"
    for holder in (os.getpid(), os.getppid(), dead.pid):
        checkout.call(f"{cluster}.hold('{holder}')")

    checkout.call(f"{cluster}.release('{os.getpid()}')")
    assert checkout.server is not None
    checkout.call(f"{cluster}.release('{os.getppid()}')")
    assert checkout.server is None


def test_env_prints_only_what_a_shell_can_evaluate(checkout: Checkout) -> None:
    done = checkout.db("env")

    assert done.stdout == f"export DATABASE_URL={checkout.db('url').stdout}"


def test_database_url_is_used_and_no_cluster_started(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path / "clone")
    elsewhere = "postgres://somebody@db.example.org/news"

    assert checkout.db("url", DATABASE_URL=elsewhere).stdout.strip() == elsewhere
    done = checkout.db("start", DATABASE_URL=elsewhere)
    assert done.returncode == 1
    assert "DATABASE_URL is set" in done.stderr
    assert not (checkout.root / ".local").exists()


@pytest.mark.parametrize("directory", ["deep" * 25, "the newsroom's, maps"])
def test_socket_of_an_awkward_checkout_is_somewhere_plain(tmp_path: Path, directory: str) -> None:
    checkout = Checkout(tmp_path / directory / "clone")

    socket = checkout.call("cluster.Cluster(cluster.LOCAL / 'postgres', 'anybody').socket / '.s.PGSQL.5432'")

    assert len(socket) <= 103
    assert not set(socket) & set(",'\" ")


def test_unknown_command_shows_the_usage(tmp_path: Path) -> None:
    done = Checkout(tmp_path / "clone").db("strat")

    assert done.returncode == 2
    assert "bin/db start" in done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts the server as somebody else")
def test_checkout_that_postgres_may_not_enter_gets_its_cluster_elsewhere(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    checkout = Checkout(tmp_path / "clone")

    done = checkout.db("start")
    home = checkout.call("cluster.this_cluster().home")
    removed = checkout.db("remove")

    assert done.returncode == 0, done.stderr
    assert home.startswith("/var/lib/dateline-")
    assert "may not enter" in done.stdout
    assert removed.returncode == 0
    assert not Path(home).exists()
