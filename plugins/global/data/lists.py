"""Writes the lists and tables of this crate from Python packages.

    python3 -m venv v && v/bin/pip install schwifty==2026.10.1 publicsuffixlist==1.1.2.20261023 \
        disposable-email-domains==0.0.293 confusable-homoglyphs==3.3.1 && v/bin/python data/lists.py

- src/iban/registry_data.rs: the IBAN registry as schwifty has it (MIT)
- data/public_suffixes.txt: the Public Suffix List (MPL-2.0)
- data/disposable_domains.txt: disposable-email-domains (MIT)
- src/domain/homoglyph_data.rs: Unicode's confusables (Unicode-3.0) as confusable-homoglyphs has them (MIT)

Run in plugins/global; the same versions write the same bytes.
"""

import json
import pathlib
import re
import unicodedata
from importlib.metadata import version

import confusable_homoglyphs
import disposable_email_domains
import publicsuffixlist
import schwifty

HEAD = "//! {what} Written by data/lists.py from {package} {version} ({licence}). Do not edit.\n\n#![cfg_attr(rustfmt, rustfmt_skip)]\n\n"


def head(what, package, licence):
    return HEAD.format(what=what, package=package, version=version(package), licence=licence)


def ascii_name(name):
    """A host name as DNS has it. Python's own codec knows an older standard, which agrees on every name in these lists."""
    return ".".join(label if label.isascii() else "xn--" + label.encode("punycode").decode() for label in name.lower().split("."))


# Their IBANs begin with the letters of the country that they belong to.
TERRITORIES = "AX GF GP MQ RE PF TF YT NC BL MF PM WF IM JE GG".split()


def registry():
    """One line a country: code, structure of the account number, places of bank, branch, account and national check digits."""
    folder = pathlib.Path(schwifty.__file__).parent / "iban_registry"
    countries = json.loads((folder / "generated.json").read_text())
    for code, change in json.loads((folder / "overwrite.json").read_text()).items():
        known = countries.setdefault(code, {"positions": {}})
        places = known["positions"] | change.get("positions", {})
        known.update(change)
        known["positions"] = places
    rows = []
    for code in sorted(countries):
        country = countries[code]
        parts = re.findall(r"(\d+)!([nac])", country["bban_spec"])
        assert "".join(f"{n}!{kind}" for n, kind in parts) == country["bban_spec"], code
        assert sum(int(n) for n, _ in parts) == country["bban_length"] == country["iban_length"] - 4, code
        places = country["positions"]
        if code in ("CZ", "SK"):
            # What stands there as a branch is the prefix of the account.
            places["account_code"][0] = places.pop("branch_code")[0]
        place = [places.get(name, [0, 0]) for name in ("bank_code", "branch_code", "account_code", "national_checksum_digits")]
        spans = ", ".join(f"({start}, {end})" for start, end in place)
        listed = "false" if country.get("aspirational") or code in TERRITORIES else "true"
        sepa = "true" if country.get("in_sepa_zone") else "false"
        spec = "".join(f"{n}{kind}" for n, kind in parts)
        rows.append(f'    Country {{ code: "{code}", spec: "{spec}", spans: [{spans}], sepa: {sepa}, listed: {listed} }},\n')
    with open("src/iban/registry_data.rs", "w") as out:
        out.write(head("The IBAN registry.", "schwifty", "MIT"))
        out.write("use super::registry::Country;\n\n")
        out.write("/// Ordered by code. What is not `listed` is in use without being registered.\n")
        out.write(f"pub(super) static COUNTRIES: [Country; {len(rows)}] = [\n{''.join(rows)}];\n")


def suffixes():
    """Rules as DNS has their names, `*` and `!` kept; those of companies rather than registries end in a space and `p`."""
    text = (pathlib.Path(publicsuffixlist.__file__).parent / "public_suffix_list.dat").read_text()
    dated = re.search(r"VERSION: (\S+)", text).group(1)
    rules, private = set(), False
    for line in text.splitlines():
        if "===BEGIN PRIVATE DOMAINS===" in line:
            private = True
        rule = line.split("//")[0].strip()
        if rule:
            rules.add(ascii_name(rule) + (" p" if private else ""))
    # Sorted by the rule alone, since that is what is looked for.
    with open("data/public_suffixes.txt", "w") as out:
        out.write(f"# Public Suffix List, {dated}, MPL-2.0: https://publicsuffix.org/list/. Written by data/lists.py. Do not edit.\n")
        out.writelines(rule + "\n" for rule in sorted(rules, key=lambda rule: rule.split(" ")[0]))


def disposable():
    package = "disposable-email-domains"
    with open("data/disposable_domains.txt", "w") as out:
        out.write(f"# {package} {version(package)}, MIT. Written by data/lists.py. Do not edit.\n")
        out.writelines(name + "\n" for name in sorted({ascii_name(name) for name in disposable_email_domains.blocklist}))


def homoglyphs():
    """Letters of other alphabets, as host names have them, that look like one of ours."""
    folder = pathlib.Path(confusable_homoglyphs.__file__).parent
    # Unicode takes the palochka for i; in the small letters of host names it is a bar.
    rows = {"\u04cf": "l"}
    for char, likes in json.loads((folder / "confusables.json").read_text()).items():
        ours = [found["c"] for found in likes if len(found["c"]) == 1 and found["c"].isascii() and found["c"].isalnum()]
        is_letter = len(char) == 1 and not char.isascii() and char.isalpha() and char == char.lower()
        if ours and is_letter and unicodedata.normalize("NFKC", char) == char:
            # What is like `l`, `I` and `1` is taken for the small letter.
            rows.setdefault(char, next((like for like in ours if like.islower()), ours[0].lower()))
    with open("src/domain/homoglyph_data.rs", "w") as out:
        out.write(head("Letters that look like ours.", "confusable-homoglyphs", "MIT; Unicode's data Unicode-3.0"))
        out.write("/// A letter and the one that it looks like, ordered by the first.\n")
        out.write(f"pub(super) static LIKE: [(char, char); {len(rows)}] = [\n")
        pairs = [f"('\\u{{{ord(char):x}}}', '{rows[char]}')" for char in sorted(rows)]
        for start in range(0, len(pairs), 8):
            out.write("    " + ", ".join(pairs[start : start + 8]) + ",\n")
        out.write("];\n")


registry()
suffixes()
disposable()
homoglyphs()
