#!/usr/bin/env python3
"""What fuzzing starts from, out of the repository's own texts: `seeds.py FOLDER` makes a folder of seeds and a dictionary for each target.

Procedures are those that ship, examples and faulty pages; conditions are theirs; requests are those that reading is measured by. Checks
are asked with the texts of their own tests, and answered with the answers in them.
"""

import hashlib
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PLUGINS = ROOT / "plugins"
TEXT_CHARS_MAX = 120
WORD_CHARS_MAX = 40


def pages() -> list[str]:
    folders = ["workflows", "workflows/examples", "host/procedure/tests/faulty"]
    return [path.read_text() for folder in folders for path in sorted((ROOT / folder).glob("*.md"))]


def conditions() -> list[str]:
    code = [text for page in pages() for text in re.findall(r"when `+([^`]+)`", page)]
    return code + texts((ROOT / "host/condition/src").glob("*tests.rs"))


def requests() -> list[str]:
    lines = [line for path in sorted((PLUGINS / "agent/tests/corpus").glob("*.txt")) for line in path.read_text().split("\n")]
    return [line.replace("\\n", "\n") for line in lines if line and not line.startswith(("  ", "#"))]


def texts(paths) -> list[str]:
    """The plain texts in Rust sources."""
    found = [text for path in sorted(paths) for text in re.findall(r'"((?:[^"\\\n]|\\")+)"', path.read_text())]
    return [text.replace('\\"', '"') for text in dict.fromkeys(found) if len(text) <= TEXT_CHARS_MAX]


def objects(paths) -> list[dict]:
    """The JSON objects in Rust sources that mention nothing outside themselves."""
    found = []
    for source in (path.read_text() for path in sorted(paths)):
        for start in re.finditer(r"json!\((?=\{)", source):
            depth, end = 0, start.end()
            while end < len(source):
                depth += {"{": 1, "}": -1}.get(source[end], 0)
                end += 1
                if depth == 0:
                    break
            try:
                found.append(json.loads(re.sub(r",(\s*[}\]])", r"\1", source[start.end() : end])))
            except ValueError:
                continue
    return found


def asked(folder: pathlib.Path) -> list[str]:
    """What one check is tried on: its name, its members, what the provider answers."""
    sources = sorted(folder.rglob("*.rs"))
    name = next(iter(re.findall(r'\bname: "([a-z_]+)",', (folder / "mod.rs").read_text())), None)
    if name is None:
        return []
    lines, found = texts(sources), objects(sources)
    seeds = ["\n".join([name, *lines[at : at + 3]]) for at in range(len(lines))]
    inputs = [one for one in found if 0 < len(one) <= 5 and all(isinstance(value, str) for value in one.values())]
    for one in inputs[:12]:
        seeds.append(f"{name}\n{json.dumps(one)}")
        seeds += [f"{name}\n{json.dumps(one)}\n---\n{json.dumps(answer)}" for answer in found if answer != one]
    return seeds


def checks(component: str) -> list[str]:
    return [seed for path in sorted((PLUGINS / component / "src").glob("*/mod.rs")) for seed in asked(path.parent)]


def lists() -> list[str]:
    """The files that the loaders' tests read, alone and together."""
    source = (ROOT / "host/lists/tests/reading.rs").read_text()
    files = {}
    for name, raw, parts in re.findall(r'^const ([A-Z]+): &str = (?:r#"(.*?)"#|(?:concat!\()?\s*(".*?"),?\s*\)?);$', source, re.M | re.S):
        written = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', parts))
        escapes = {"\\n": "\n", "\\r": "\r", '\\"': '"', "\\u{1A}": "\x1a"}
        files[name] = raw or re.sub(r'\\u\{1A\}|\\[nr"]', lambda found: escapes[found[0]], written)
    ofac = [files["SDN"], files["ALT"], files["ADD"]]
    return [*files.values(), "\n---\n".join(ofac), "\n---\n".join(ofac[:2]), *ofac[0].splitlines(True), *files["UN"].splitlines(True)]


def names() -> list[str]:
    found = texts([*(PLUGINS / "likeness/src").rglob("*.rs"), *(PLUGINS / "names/src").glob("*.rs")])
    return [f"{one}\n{other}" for one, other in zip(found, found[1:])]


def words(sources) -> list[str]:
    """What a dictionary for these sources has: their texts, and the members of their types as JSON writes them."""
    members = [name for path in sorted(sources) for name in re.findall(r"^ +(?:pub )?([a-z_]+): [A-Z&]", path.read_text(), re.M)]
    return [*texts(sources), *(f'"{name}":' for name in dict.fromkeys(members))]


def quoted(word: str) -> str:
    return '"' + "".join(chr(byte) if 32 <= byte < 127 and byte not in b'"\\' else f"\\x{byte:02x}" for byte in word.encode()) + '"'


def main(folder: pathlib.Path) -> None:
    rust = lambda place: sorted((ROOT / place).rglob("*.rs"))
    targets = {
        "condition": (conditions(), rust("host/condition/src")),
        "identify": (requests(), rust("plugins/agent/src/identify")),
        "lists": (lists(), rust("host/lists/src/read")),
        "names": (names(), []),
        "procedure": (pages(), rust("host/procedure/src")),
    }
    for component in ["global", "india", "uae", "us"]:
        targets[component] = (checks(component), rust(f"plugins/{component}/src"))
    for target, (seeds, sources) in targets.items():
        assert len(seeds) >= 20, f"{target} has {len(seeds)} seeds"
        place = folder / target
        place.mkdir(parents=True, exist_ok=True)
        for seed in seeds:
            content = seed.encode()
            (place / hashlib.sha256(content).hexdigest()[:16]).write_bytes(content)
        dictionary = [word for word in words(sources) if 2 <= len(word.encode()) <= WORD_CHARS_MAX]
        (folder / f"{target}.dict").write_text("\n".join(map(quoted, dictionary)) + "\n")
        print(f"{target}: {len(set(seeds))} seeds, {len(dictionary)} words")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
