"""The private PostgreSQL cluster of a checkout: where it lives, how it starts and stops, who holds it.

It lives under `.local/postgres/`, listens on a Unix socket in a directory that only its owner can
enter (hence "trust"), and never on TCP. With DATABASE_URL set nobody calls this module's `start`.
Standard library only: it runs before `.venv` exists.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import pwd
import re
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
LOCAL = ROOT / ".local"
NAME = "dateline"
#: Serves: it may do with rows what the site does, and neither change the schema nor the history.
APPLICATION = "dateline_app"
EXTENSIONS = ("postgis", "pg_trgm", "unaccent")
BY_HAND = "by-hand"

# Linux allows 107 bytes for a socket's path, macOS 103; PostgreSQL appends "/.s.PGSQL.5432".
LONGEST_SOCKET_DIRECTORY = 103 - len("/.s.PGSQL.5432")
SECONDS_FOR_ORPHANS = 20
LARGEST_LOG_BYTES = 10 * 1024 * 1024

SETTINGS = """\
# Written at every start; own settings belong into postgresql.auto.conf (ALTER SYSTEM).
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
max_connections = 60
shared_buffers = {shared}MB          # an import writes the same pages of its indexes over and over
work_mem = 16MB
maintenance_work_mem = 128MB
wal_buffers = {log}MB               # else an import waits for its log to be written
bgwriter_delay = 50ms           # and writes out others' pages itself before it has room for its own
bgwriter_lru_maxpages = 500
max_wal_size = 4GB              # 100,000 imported events log 1 GB, and more after each checkpoint
checkpoint_timeout = 15min
jit = off                       # costs more than it gains on queries of milliseconds
timezone = 'UTC'
log_timezone = 'UTC'
log_error_verbosity = terse     # a refused row and its statement hold what editors keep confidential
log_min_error_statement = panic
"""


def shared_megabytes(memory: int) -> int:
    """The pages that PostgreSQL holds for all its processes, in MB: an eighth of the machine's bytes.

    Its manual advises a quarter of a machine that does nothing else. An import of 400,000 rows took 123
    seconds with 2 GB, 132 with 512 MB, and fills 3 GB.
    """
    return max(128, min(4096, memory // 8 // 2**20))


def log_megabytes(shared: int) -> int:
    """Of the log that is not written yet, in MB: the share that PostgreSQL takes by itself, but up to 64."""
    return min(64, shared // 32)


def memory_here() -> int:
    """Bytes of this machine, or what its control group may use of them."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    limit = read_or_empty(Path("/sys/fs/cgroup/memory.max")).strip()
    return min(memory, int(limit)) if limit.isdecimal() else memory


class ClusterError(Exception):
    """Says in full sentences what is wrong and what to do; shown to people as it is."""


def stop_with(message: str) -> None:
    print(f"\n{message}\n", file=sys.stderr)
    raise SystemExit(1)


def find_binaries(wanted_version: str | None = None) -> Path:
    """The directory of `pg_ctl` and `initdb`: of the wanted major version, else the newest with PostGIS."""
    places = [
        *Path("/usr/lib/postgresql").glob("*/bin"),
        *Path("/opt/homebrew/opt").glob("postgresql*/bin"),
        *Path("/usr/local/opt").glob("postgresql*/bin"),
        *(Path(found).parent for found in [shutil.which("pg_ctl")] if found),
    ]
    by_version: dict[int, Path] = {}
    for place in places:
        if (place / "pg_ctl").exists() and (place / "initdb").exists():
            said = subprocess.run([place / "pg_ctl", "--version"], capture_output=True, text=True, check=True)
            found = re.search(r"(\d+)", said.stdout)
            if found:
                by_version.setdefault(int(found[1]), place)
    if wanted_version and int(wanted_version) not in by_version:
        there = ", ".join(map(str, sorted(by_version))) or "none"
        raise ClusterError(
            f"The database under .local/ was made by PostgreSQL {wanted_version}, but the versions installed "
            f"here are: {there}.\nInstall PostgreSQL {wanted_version} with its PostGIS, or start anew with "
            "`make distclean` (that deletes the database)."
        )
    if wanted_version:
        return by_version[int(wanted_version)]
    if not by_version:
        raise ClusterError("PostgreSQL's server programs were not found. `bin/setup` installs them.")
    with_postgis = [
        version
        for version in by_version
        if Path(f"/usr/share/postgresql/{version}/extension/postgis.control").exists()
    ]
    return by_version[max(with_postgis or by_version)]


def can_enter(directory: Path, user: str) -> bool:
    found = subprocess.run(["test", "-x", directory], user=user, group=user, extra_groups=[], cwd="/")
    return found.returncode == 0


@dataclass(frozen=True)
class Cluster:
    """One cluster: `home` holds its data, its log and, where the path is short enough, its socket."""

    home: Path
    owner: str

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "log"

    @property
    def socket(self) -> Path:
        inside = self.home / "socket"
        fits_in = len(os.fsencode(inside)) <= LONGEST_SOCKET_DIRECTORY
        if fits_in and not set(str(inside)) & set(",'\""):  # which the server's setting would misread
            return inside
        return Path("/tmp") / f"dateline-{fingerprint()}"

    @cached_property
    def binaries(self) -> Path:
        made_by = self.data / "PG_VERSION"
        return find_binaries(made_by.read_text().strip() if made_by.exists() else None)

    def url(self, database: str = NAME, role: str = NAME) -> str:
        return f"postgres://{role}@{quote(str(self.socket), safe='')}/{database}"

    def as_owner(self, program: str, *args: str | Path) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs; as root it changes to the cluster's owner first."""
        become: dict[str, Any] = {}
        if os.geteuid() == 0:
            group = pwd.getpwnam(self.owner).pw_gid
            become = {"user": self.owner, "group": group, "extra_groups": []}
        # A server must outlive the terminal's Ctrl-C and must not keep a caller's pipe open.
        return subprocess.run(
            [self.binaries / program, *args],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd="/",
            start_new_session=True,
            **become,
        )

    def must(self, program: str, *args: str | Path) -> str:
        done = self.as_owner(program, *args)
        if done.returncode:
            last_words = "\n".join(read_or_empty(self.log).splitlines()[-15:])
            raise ClusterError(f"{program} failed:\n{done.stdout}{last_words}")
        return done.stdout

    def sql(self, statement: str, database: str = NAME) -> str:
        return self.must(
            "psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", self.url(database), "-c", statement
        ).strip()

    def process(self) -> int | None:
        """The server's process id, if it runs.

        A pid file that a crash left does not count, even when its number now is another program's.
        """
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None
        if not is_alive(pid):
            return None
        command = Path(f"/proc/{pid}/cmdline")
        if Path("/proc/self").exists() and str(self.data) not in read_or_empty(command):
            return None
        return pid

    # -- start and stop -------------------------------------------------------------------------

    def start(self) -> bool:
        """Make, repair and start the cluster as needed; True if it was not running before."""
        if not (self.data / "PG_VERSION").exists():
            self.make()
        self.check_owner()
        self.open_socket_directory()
        started = self.process() is None
        if started:
            self.clear_what_a_crash_left()
            if self.log.exists() and self.log.stat().st_size > LARGEST_LOG_BYTES:
                self.log.unlink()
            shared = shared_megabytes(memory_here())
            settings = SETTINGS.format(socket=self.socket, shared=shared, log=log_megabytes(shared))
            self.own((self.data / "dateline.conf"), settings)
            self.must("pg_ctl", "-D", self.data, "-l", self.log, "-w", "-t", "120", "start")
        self.make_database()
        return started

    def clear_what_a_crash_left(self) -> None:
        """Remove lock files that PostgreSQL would respect, though their process id means nothing by now.

        It clears a dead server's by itself, but takes a stranger with the same number, or a zombie, for one.
        """
        pid_file = self.data / "postmaster.pid"
        lines = read_or_empty(pid_file).splitlines()
        deadline = time.monotonic() + SECONDS_FOR_ORPHANS
        while len(lines) > 6 and is_attached(lines[6].split()[-1]):
            if time.monotonic() > deadline:
                raise ClusterError(
                    "The database server was killed, but some of its processes still run. End them first: "
                    f"`ps -u {self.owner}` lists them."
                )
            time.sleep(0.1)
        pid_file.unlink(missing_ok=True)
        (self.socket / ".s.PGSQL.5432.lock").unlink(missing_ok=True)

    def make(self) -> None:
        print(f"Making a private PostgreSQL cluster in {shown(self.home)} …", flush=True)
        if self.home.parent != LOCAL:
            print(
                f"  (outside the checkout, because the user “{self.owner}”, as whom PostgreSQL runs, "
                f"may not enter {ROOT})",
                flush=True,
            )
        self.home.mkdir(parents=True, exist_ok=True)
        self.home.chmod(0o700)
        shutil.rmtree(self.data, ignore_errors=True)  # what an interrupted initdb left
        if os.geteuid() == 0:
            shutil.chown(self.home, self.owner)
        locale = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
        options = ["--auth=trust", f"--locale={locale}", "--encoding=UTF8", "--data-checksums"]
        fresh = self.home / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        self.must("initdb", "-D", fresh, "-U", NAME, *options)
        with (fresh / "postgresql.conf").open("a") as conf:
            conf.write("\ninclude = 'dateline.conf'\n")
        fresh.rename(self.data)

    def make_database(self) -> None:
        if self.sql(f"SELECT count(*) FROM pg_database WHERE datname = '{NAME}'", "postgres") == "0":
            self.sql(f"CREATE DATABASE {NAME}", "postgres")
        self.sql(
            "SET client_min_messages = warning; "
            + "; ".join(f"CREATE EXTENSION IF NOT EXISTS {extension}" for extension in EXTENSIONS)
        )
        if self.sql(f"SELECT count(*) FROM pg_roles WHERE rolname = '{APPLICATION}'") == "0":
            self.sql(f"CREATE ROLE {APPLICATION} LOGIN")

    def check_owner(self) -> None:
        me = pwd.getpwuid(os.geteuid()).pw_name
        if os.geteuid() != 0 and me != self.owner:
            raise ClusterError(
                f"The database in {shown(self.home)} belongs to “{self.owner}”, and you are “{me}”.\n"
                "Run this as the user who ran it first (root, if that was with sudo), or use your own clone."
            )

    def open_socket_directory(self) -> None:
        self.socket.mkdir(mode=0o700, exist_ok=True)
        if os.geteuid() == 0 and self.socket.lstat().st_uid == 0:
            shutil.chown(self.socket, self.owner)
        found, owner = self.socket.lstat(), pwd.getpwnam(self.owner).pw_uid
        # In /tmp somebody else may have been quicker.
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or found.st_mode & 0o077:
            raise ClusterError(
                f"{self.socket} should be a directory that only “{self.owner}” can enter. Delete it."
            )

    def own(self, path: Path, text: str) -> None:
        path.write_text(text)
        path.chmod(0o600)
        if os.geteuid() == 0:
            shutil.chown(path, self.owner)

    def stop(self) -> bool:
        """Stop the server if it runs; connections are ended, their transactions rolled back."""
        if self.process() is None:
            return False
        self.must("pg_ctl", "-D", self.data, "-m", "fast", "-w", "-t", "60", "stop")
        return True

    # -- holders: the cluster runs as long as somebody needs it -----------------------------------

    def hold(self, holder: str) -> None:
        """Start the cluster for a holder: a process id, or BY_HAND for a person who will stop it."""
        with locked():
            self.start()
            holders().mkdir(exist_ok=True)
            (holders() / holder).touch()

    def release(self, holder: str) -> None:
        """Let go; the server stops when no living holder is left, so a killed run leaves none for good."""
        with locked():
            (holders() / holder).unlink(missing_ok=True)
            for left in list(holders().glob("*")):
                if left.name.isdigit() and not is_alive(int(left.name)):
                    left.unlink(missing_ok=True)
            if not any(holders().glob("*")):
                self.stop()


def holders() -> Path:
    return LOCAL / "cluster-holders"


@contextmanager
def locked() -> Iterator[None]:
    """One start or stop at a time, also between two terminals."""
    LOCAL.mkdir(exist_ok=True)
    with (LOCAL / "cluster.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def this_cluster() -> Cluster:
    """The cluster of this checkout, made or not yet made."""
    inside, outside = LOCAL / "postgres", Path("/var/lib") / f"dateline-{fingerprint()}"
    for home in (inside, outside):
        if (home / "data").exists():
            return Cluster(home, pwd.getpwuid((home / "data").stat().st_uid).pw_name)
    if os.geteuid() != 0:
        return Cluster(inside, pwd.getpwuid(os.geteuid()).pw_name)
    # PostgreSQL refuses to run as root: it gets the account that its package made.
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        raise ClusterError(
            "There is no user “postgres” to run the database as. `bin/setup` installs it."
        ) from None
    LOCAL.mkdir(exist_ok=True)
    return Cluster(inside if can_enter(LOCAL, "postgres") else outside, "postgres")


def fingerprint() -> str:
    return hashlib.sha256(os.fsencode(ROOT)).hexdigest()[:10]


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    # A zombie: dead, but nobody took note, as in containers whose first process does not reap.
    return ") Z " not in read_or_empty(Path(f"/proc/{pid}/stat"))


def is_attached(shared_memory: str) -> bool:
    """Whether a process still uses a server's shared memory, so that a second server would do harm."""
    segments = (line.split() for line in read_or_empty(Path("/proc/sysvipc/shm")).splitlines()[1:])
    return any(segment[1] == shared_memory and int(segment[6]) > 0 for segment in segments)


def read_or_empty(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
