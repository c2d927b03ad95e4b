#!/usr/bin/env python3
"""Dependency checks: licences we may ship, no dependency that nobody uses, one version where two would hurt, locked files."""

import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
LICENCES = {
    "MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSD-2-Clause", "BSD-3-Clause", "ISC", "Zlib", "0BSD", "MIT-0",
    "Unicode-3.0", "CC0-1.0", "Unlicense", "BSL-1.0", "CDLA-Permissive-2.0",
}
# For what never ships: libFuzzer.
LICENCES_FUZZ = LICENCES | {"NCSA"}
# Two of these in one process would be two engines, two TLS stacks, two databases.
SINGLE = {"wasmtime", "sqlx-core", "rustls", "ring", "tokio", "hyper", "axum", "serde_json"}


def metadata(folder: pathlib.Path) -> dict:
    command = ["cargo", "metadata", "--locked", "--format-version", "1"]
    return json.loads(subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout)


def allowed(expression: str, licences: set[str]) -> bool:
    """Whether an SPDX expression can be met by these licences. Old slashes mean OR."""
    expression = expression.replace("/", " OR ").replace("(", " ( ").replace(")", " ) ")
    tokens = re.sub(r"(\S+) WITH (\S+)", r"\1_WITH_\2", expression).split()
    words = []
    for token in tokens:
        if token in ("(", ")"):
            words.append(token)
        elif token in ("AND", "OR"):
            words.append(token.lower())
        else:
            words.append(str(token.replace("_WITH_", " WITH ") in licences))
    return bool(eval(" ".join(words), {"__builtins__": {}}))  # only True, False, and, or, parentheses


def unused(package: dict) -> list[str]:
    folder = pathlib.Path(package["manifest_path"]).parent
    source = "\n".join(path.read_text() for path in folder.rglob("*.rs") if "target" not in path.parts)
    names = {(dependency["rename"] or dependency["name"]).replace("-", "_") for dependency in package["dependencies"]}
    return sorted(name for name in names if not re.search(rf"\b{re.escape(name)}\b", source))


def main() -> int:
    faults = []
    for folder, licences in ((ROOT, LICENCES), (ROOT / "plugins", LICENCES), (ROOT / "fuzz", LICENCES_FUZZ)):
        tree = metadata(folder)
        ours = set(tree["workspace_members"])
        versions: dict[str, set[str]] = {}
        for package in tree["packages"]:
            versions.setdefault(package["name"], set()).add(package["version"])
            if package["id"] in ours:
                faults += [f"{package['name']}: {name} is declared and never used" for name in unused(package)]
            elif not package["license"] and not package["license_file"]:
                faults.append(f"{package['name']} {package['version']}: no licence")
            elif package["license"] and not allowed(package["license"], licences):
                faults.append(f"{package['name']} {package['version']}: {package['license']}")
            if package["source"] and not package["source"].startswith("registry+"):
                faults.append(f"{package['name']}: comes from {package['source']}")
        faults += [f"{name}: {', '.join(sorted(versions[name]))}" for name in sorted(SINGLE & versions.keys()) if len(versions[name]) > 1]
    for fault in faults:
        print(fault)
    print(f"dependencies: {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
