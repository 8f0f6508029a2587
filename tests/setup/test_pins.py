"""What two machines install is the same, from whichever registry."""

import json
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = sorted(ROOT.glob("requirements*.txt"))


def entries(path: Path) -> list[str]:
    lines = (re.sub(r"\s+#.*|^#.*", "", line).strip() for line in path.read_text().splitlines())
    return [line for line in lines if line and not line.startswith("-")]


def test_every_requirement_is_pinned_exactly() -> None:
    for path in [*REQUIREMENTS, ROOT / "constraints.txt"]:
        loose = [entry for entry in entries(path) if not re.match(r"[\w.,\[\]-]+==[\w.]+", entry)]
        assert not loose, f"{path.name}: {loose}"


def test_the_model_is_installed_by_its_hash() -> None:
    text = (ROOT / "requirements-model.txt").read_text()

    assert len(re.findall(r"--hash=sha256:[0-9a-f]{64}", text)) == len(
        entries(ROOT / "requirements-model.txt")
    )
    assert "--require-hashes --no-deps -r requirements-model.txt" in (ROOT / "bin/setup").read_text()


def test_lock_file_has_every_hash_and_names_no_registry() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    installed = {name: entry for name, entry in packages.items() if name}

    assert [name for name, entry in installed.items() if not entry.get("integrity")] == []
    assert [name for name, entry in installed.items() if "resolved" in entry] == []


def test_front_end_packages_are_pinned_exactly() -> None:
    package = json.loads((ROOT / "package.json").read_text())

    for name, version in (package["dependencies"] | package["devDependencies"]).items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version), f"{name}: {version}"
    assert "scripts" not in package


def test_shell_scripts_parse_and_stop_at_the_first_error() -> None:
    for script in (ROOT / "bin/setup", ROOT / ".ci/run"):
        subprocess.run(["bash", "-n", script], check=True)
        assert "\nset -euo pipefail\n" in script.read_text()
