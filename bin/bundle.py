"""Makes the bundles of mapsite/bundles.py with esbuild: a script and a style sheet for each kind of page.

It takes a moment, so it is done each time; a file is written only when its content is another one, and in one
step, so that several may prepare one checkout at once.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUNDLES = ROOT / ".local" / "bundles"
SOURCES = ROOT / "static"
NODE_MODULES = ROOT / "node_modules"
LEAFLET = NODE_MODULES / "leaflet" / "dist"
#: What readers' pages use of it.
ALIASES = {"leaflet": ROOT / "bin" / "leaflet.js"}
#: Browsers of the last three years: they know modules that wait at their top level.
TARGET = "es2022"


def make_bundles(
    scripts: Mapping[str, str],
    styles: Mapping[str, Sequence[str]],
    instead: Mapping[str, Mapping[str, str]],
    later: Mapping[str, str] | None = None,
) -> None:
    """`scripts` and `styles` by the bundle's name, as paths below static/; `instead` replaces packages;
    `later` names the part of a script that is a file of its own: of `map` and its part `surroundings` come
    `map.js`, `map-surroundings.js` and `map-chunk.js`, which both of them use.
    Raises SystemExit with a sentence when esbuild is not installed or finds a mistake."""
    BUNDLES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BUNDLES.parent) as made:
        lists = [_imports(Path(made), name, files) for name, files in styles.items()]
        later = later or {}
        usual = {name: file for name, file in scripts.items() if name not in instead and name not in later}
        entries = [f"{name}={SOURCES / file}" for name, file in usual.items()]
        out = Path(made) / "out"
        _esbuild([*entries, *lists], out, ALIASES)
        for name, part in later.items():
            _esbuild(
                [f"{name}={SOURCES / scripts[name]}"],
                out,
                ALIASES,
                "--splitting",
                f"--chunk-names={name}-[name]",
            )
            if not (out / f"{name}-{part}.js").exists():
                raise SystemExit(f"{scripts[name]} imports no {part}.js when it wants it, as LATER says.")
        for name, packages in instead.items():
            aliases = {package: _source(file) for package, file in packages.items()}
            _esbuild([f"{name}={SOURCES / scripts[name]}"], out, aliases)
        names = {path.name for path in out.iterdir()}
        for path in out.iterdir():
            kept = BUNDLES / path.name
            if not kept.exists() or kept.read_bytes() != path.read_bytes():
                path.replace(kept)
        for old in BUNDLES.iterdir():
            if old.name not in names:
                old.unlink(missing_ok=True)


def _imports(folder: Path, name: str, files: Sequence[str]) -> str:
    """A style sheet that is nothing but those it is made of."""
    sheet = folder / f"{name}.css"
    sheet.write_text("".join(f'@import "{_source(file)}";\n' for file in files))
    return f"{name}={sheet}"


def _source(file: str) -> Path:
    package, _, path = file.partition("/")
    return LEAFLET / path if package == "leaflet" else SOURCES / file


def _esbuild(entries: Sequence[str], out: Path, aliases: Mapping[str, Path], *options: str) -> None:
    # The program itself rather than the script around it, which would start Node first.
    program = next(NODE_MODULES.glob("@esbuild/*/bin/esbuild"), None)
    if program is None:
        raise SystemExit("esbuild is not in node_modules. Run: npm ci --ignore-scripts")
    done = subprocess.run(
        [
            program, *entries, f"--outdir={out}", "--bundle", "--minify", "--format=esm",
            f"--target={TARGET}", "--charset=utf8", "--loader:.png=file", "--log-level=warning",
            *(f"--alias:{package}={path}" for package, path in aliases.items()), *options,
        ],
        cwd=ROOT,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit("The scripts or style sheets could not be bundled; esbuild says why above.")
