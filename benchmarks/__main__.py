"""Prints what each part does, with the ratio to its reference; `make bench ARGS=reading` for one of them."""

from __future__ import annotations

import os
import sys

import django


def main(chosen: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mapsite.settings")
    django.setup()
    from benchmarks import reading, routes, totals  # models need the set-up above
    from benchmarks.table import print_table

    parts = {"reading": reading.measure, "routes": routes.measure, "totals": totals.measure}
    if unknown := set(chosen) - set(parts):
        sys.exit(f"There is no benchmark {', '.join(sorted(unknown))}. Choose from: {', '.join(parts)}.")
    for name in chosen or parts:
        print_table(name, parts[name]())


if __name__ == "__main__":
    main(sys.argv[1:])
