"""uMap 3.7 with the same events, served as its documentation says: nginx before two workers.

Asked for with `--umap` alone: it installs umap-project (AGPL, 60 MB with what it needs) from PyPI into a
virtual environment under `.local/umap`, and wants nginx, which is the system's to install (`apt-get install
nginx`). Its database is made beside ours and dropped at the end, as are its files; the virtual environment
stays for the next time. Its tiles come from elsewhere and are not counted.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

from benchmarks.serving import ROOT, Site, database, fetch, free_port, gunicorn, run, wait_for

VERSION = "3.7.3"
FOLDER = ROOT / ".local" / "umap"
DATABASE = "umap_readers_benchmark"
#: Of the installation, and of each of its commands.
SECONDS_TO_INSTALL, SECONDS_TO_PREPARE = 600, 180
SECONDS_TO_STOP = 10


class NotServed(Exception):
    """uMap cannot be measured here; its sentence says why."""


# https://docs.umap-project.org/en/stable/deploy/nginx/, with the types named that are compressed: nginx
# would compress HTML alone, and uMap would weigh three times as much.
_NGINX = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
worker_processes 1;
events {{ worker_connections 256; }}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    sendfile on;
    gzip on;
    gzip_vary on;
    gzip_proxied any;
    gzip_types text/css application/javascript text/javascript application/json application/geo+json
        image/svg+xml;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port};
        location /static {{ autoindex off; alias {folder}/static/; }}
        location /internal/ {{
            internal;
            gzip_static on;
            add_header X-DataLayer-Version $upstream_http_x_datalayer_version;
            alias {folder}/uploads/;
        }}
        location / {{
            proxy_set_header Host $http_host;
            proxy_pass http://127.0.0.1:{behind};
        }}
    }}
}}
"""

_SETTINGS = """
DEBUG = False
ALLOWED_HOSTS = ["*"]
COMPRESS_ENABLED = True
UMAP_ALLOW_ANONYMOUS = True
UMAP_XSENDFILE_HEADER = "X-Accel-Redirect"
REDIS_URL = ""
DATABASES = {{"default": {{"ENGINE": "django.contrib.gis.db.backends.postgis", **{database!r}}}}}
"""

_IMPORT = """
import json, sys, uuid
from django.contrib.gis.geos import Point
from django.core.files.base import ContentFile
from umap.models import DataLayer, Licence, Map, TileLayer
tiles = {{"url_template": "https://tiles.example.org/{{z}}/{{x}}/{{y}}.png", "attribution": "-"}}
TileLayer.objects.get_or_create(name="Tiles", defaults=tiles)
licence, _ = Licence.objects.get_or_create(name="None", defaults={{"details": "https://example.org/"}})
made = Map.objects.create(
    name="Events", slug="events", center=Point(36.8, 35.6), zoom=6, licence=licence,
    share_status=Map.PUBLIC, settings={{"type": "Feature", "properties": {{"zoom": 6}},
    "geometry": {{"type": "Point", "coordinates": [36.8, 35.6]}}}})
layer = DataLayer(uuid=uuid.uuid4(), map=made, name="Events", display_on_load=True,
    settings={{"name": "Events", "displayOnLoad": True, "type": "Default"}})
layer.geojson.save("events.geojson", ContentFile(open({file!r}, "rb").read()), save=False)
layer.save()
print(made.get_absolute_url())
"""


@contextmanager
def serving(site: Site) -> Iterator[str]:
    """The address of a uMap map with every event that `site` shows, while it is served; raises NotServed."""
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
    if nginx is None:
        raise NotServed("nginx was not found: apt-get install nginx")
    with ExitStack() as stack:
        stack.callback(_tidy)
        try:
            url = _serve(site, nginx, stack)
        except (RuntimeError, OSError) as error:
            raise NotServed(str(error)) from error
        yield url


def _serve(site: Site, nginx: str, stack: ExitStack) -> str:
    python = _install()
    port, behind = free_port(), free_port()
    environment = _settings(stack.enter_context(database(DATABASE)))
    # The static files first: the routes name one of them by its hash.
    for command in ("collectstatic", "migrate"):
        umap = str(python.with_name("umap"))
        run([umap, command, "--no-input"], environment, cwd=FOLDER, seconds=SECONDS_TO_PREPARE)
    path = _import(python, environment, site)
    config = FOLDER / "nginx.conf"
    config.write_text(_NGINX.format(folder=FOLDER, port=port, behind=behind))
    stack.enter_context(gunicorn("umap.wsgi", behind, environment, python=str(python), path="/en/"))
    front = subprocess.Popen([nginx, "-c", str(config), "-e", str(FOLDER / "nginx.log")])
    stack.callback(_stop, front)
    url = f"http://127.0.0.1:{port}{path}"
    wait_for(url, front)
    return url


def _stop(front: subprocess.Popen[bytes]) -> None:
    front.terminate()
    try:
        front.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        front.kill()


def _tidy() -> None:
    """All but what was installed."""
    for path in FOLDER.glob("*") if FOLDER.is_dir() else ():
        if path.name == "venv":
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _install() -> Path:
    folder = FOLDER / "venv"
    python = folder / "bin" / "python"
    # Named at its end: an installation that was broken off is begun anew.
    done = folder / f"umap-{VERSION}"
    if not done.exists():
        print(f"  installing umap-project {VERSION} into {folder} …", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        run([sys.executable, "-m", "venv", str(folder)], dict(os.environ), seconds=SECONDS_TO_INSTALL)
        wanted = [f"umap-project=={VERSION}", "gunicorn"]
        pip = [str(python), "-m", "pip", "install", "--quiet", *wanted]
        run(pip, dict(os.environ), seconds=SECONDS_TO_INSTALL)
        done.touch()
    return python


def _settings(database_url: str) -> dict[str, str]:
    """The environment of uMap's commands; its settings are a file of their own."""
    for name in ("uploads", "static"):
        shutil.rmtree(FOLDER / name, ignore_errors=True)
        (FOLDER / name).mkdir(parents=True)
    address = urlsplit(database_url)
    found = {
        "NAME": address.path.lstrip("/"),
        "USER": unquote(address.username or ""),
        "PASSWORD": unquote(address.password or ""),
        "HOST": unquote(address.netloc.rpartition("@")[2].partition(":")[0]),
        "PORT": str(address.port or ""),
    }
    settings = FOLDER / "umap.conf"
    settings.write_text(_SETTINGS.format(database=found))
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")},
        "UMAP_SETTINGS": str(settings),
        "DJANGO_SETTINGS_MODULE": "umap.settings",
        "SECRET_KEY": secrets.token_urlsafe(40),
        "STATIC_ROOT": str(FOLDER / "static"),
        "MEDIA_ROOT": str(FOLDER / "uploads"),
        "SITE_URL": "http://127.0.0.1",
    }


def _import(python: Path, environment: dict[str, str], site: Site) -> str:
    """Every event of ours as one layer; returns the path of the map."""
    collection = json.loads(fetch(f"{site.url}/events.geojson").body)
    if len(collection["features"]) != collection["numberMatched"]:
        raise RuntimeError("The events came in pages; uMap would get fewer of them.")
    file = FOLDER / f"{uuid.uuid4()}.geojson"
    file.write_text(json.dumps(collection, ensure_ascii=False))
    try:
        said = run(
            [str(python.with_name("umap")), "shell", "-c", _IMPORT.format(file=str(file))],
            environment,
            seconds=SECONDS_TO_PREPARE,
        )
    finally:
        file.unlink()
    return said.split()[-1]
