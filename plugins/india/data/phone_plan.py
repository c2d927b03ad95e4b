"""Writes src/phone/plan_data.rs, src/phone/carrier_data.rs and data/phone_samples.tsv from the Python package `phonenumbers`.

    python3 -m venv v && v/bin/pip install phonenumbers==9.0.43 && v/bin/python data/phone_plan.py

The package is libphonenumber's metadata (Apache-2.0). Run in plugins/india; the same version writes the same bytes.
"""

import random
import re

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumberFormat, PhoneNumberType
from phonenumbers.carrierdata import CARRIER_DATA
from phonenumbers.data import _COUNTRY_CODE_TO_REGION_CODE as REGIONS

HEAD = (
    "//! {what} Written by data/phone_plan.py from phonenumbers {version}\n"
    "//! (libphonenumber's metadata, Apache-2.0). Do not edit.\n\n#![cfg_attr(rustfmt, rustfmt_skip)]\n\n"
)
KINDS = "general_desc premium_rate toll_free shared_cost voip personal_number pager uan voicemail fixed_line mobile".split()


def desc(d):
    """Possible lengths as a bit mask in hexadecimal, then the pattern. Empty: no such numbers."""
    if d is None or not d.national_number_pattern:
        return ""
    lengths = sum(1 << n for n in d.possible_length if n > 0)
    return f"{lengths:x}:{d.national_number_pattern}"


def formats(m):
    """`pattern>leading digits>format`, the national prefix already put in."""
    out = []
    for f in m.number_format:
        text = f.format
        if f.national_prefix_formatting_rule:
            rule = f.national_prefix_formatting_rule
            text = re.sub(r"(\\\d)", lambda found: rule.replace("\\1", found.group(1)), text, count=1)
        leading = f.leading_digits_pattern[-1] if f.leading_digits_pattern else ""
        out.append(f"{f.pattern}>{leading}>{text}")
    assert not any(";" in f for f in out)
    return ";".join(out)


def rewriting(region, m):
    """What is dropped before a national number, and `pattern>template` of what is rewritten in its place.

    The source has both in one pattern, which drops where its last group is empty. Only a code's main region is read with it.
    """
    prefix, rule = m.national_prefix_for_parsing or "", m.national_prefix_transform_rule
    if not rule:
        return prefix, ""
    if region not in ("AR", "BR", "GA", "JP", "MG", "NF", "SM"):
        assert not m.main_country_for_code and prefix.startswith("("), region
        return "", ""
    if region == "AR":
        area = re.fullmatch(r"0\?\(\?:(\(.*\))15\)\?", prefix).group(1)
        return "0?", rf"0?{area}15(\d{{6,8}})>{rule}\2"
    if region == "BR":
        carrier = re.fullmatch(r"\(\?:0\|90\)\(\?:\((.*)\)\((.*)\)\)\?", prefix)
        assert rule == "\\2"
        return "0|90", rf"(?:0|90)(?:{carrier.group(1)})({carrier.group(2)})>\1"
    if region == "GA":
        assert prefix.startswith("0(") and prefix.endswith(")")
        return "", f"{prefix}>{rule}"
    local, _, dropped = prefix.partition("$")
    assert local.startswith("(") and local.endswith(")") and dropped[:1] in ("", "|")
    return dropped[1:], f"{local}>{rule}"


def line(code, region):
    m = PhoneMetadata.metadata_for_region(region) if region != "001" else PhoneMetadata.metadata_for_nongeo_region(code)
    prefix, rewritten = rewriting(region, m)
    fields = [region, m.leading_digits or "", prefix] + [desc(getattr(m, kind)) for kind in KINDS] + [formats(m), rewritten]
    assert not any("~" in f or '"#' in f for f in fields)
    return "~".join(fields)


def plan():
    rows = [(code, line(code, region)) for code in sorted(REGIONS) for region in REGIONS[code]]
    with open("src/phone/plan_data.rs", "w") as out:
        out.write(HEAD.format(what="Numbering plans.", version=phonenumbers.__version__))
        out.write("/// Calling code and plan, see `plan`. Ordered by calling code, a code's main region first.\n")
        out.write(f"pub(super) static PLANS: [(u16, &str); {len(rows)}] = [\n")
        for code, text in rows:
            out.write(f'({code}, r"{text}"),\n')
        out.write("];\n")


def carriers():
    rows = {k[2:]: v["en"] for k, v in CARRIER_DATA.items() if k.startswith("91") and v.get("en")}
    names = sorted(set(rows.values()))
    numbers = sorted(int(prefix) * 16 + names.index(name) for prefix, name in rows.items())
    assert len(names) <= 16
    with open("src/phone/carrier_data.rs", "w") as out:
        out.write(HEAD.format(what="Carriers of Indian mobile prefixes.", version=phonenumbers.__version__))
        out.write("/// Carriers that prefixes were first given to.\n")
        out.write(f"pub(super) static CARRIERS: [&str; {len(names)}] = [{', '.join(chr(34) + n + chr(34) for n in names)}];\n\n")
        out.write("/// Sixteen times the first digits of the national number, plus the carrier's place. Ordered.\n")
        out.write(f"pub(super) static PREFIXES: [u32; {len(numbers)}] = [\n")
        for start in range(0, len(numbers), 18):
            out.write(", ".join(str(n) for n in numbers[start : start + 18]) + ",\n")
        out.write("];\n")


TYPES = {getattr(PhoneNumberType, name): name.lower() for name in dir(PhoneNumberType) if name.isupper()}


def sample(text):
    """What the reference makes of a text written in India."""
    try:
        n = phonenumbers.parse(text, "IN")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(n):
        return None
    kind = TYPES[phonenumbers.number_type(n)] if phonenumbers.is_valid_number(n) else "unknown"
    region = phonenumbers.region_code_for_number(n) or ""
    national = phonenumbers.format_number(n, PhoneNumberFormat.NATIONAL)
    return "\t".join([text, phonenumbers.format_number(n, PhoneNumberFormat.E164), region, kind, national])


def samples():
    chance = random.Random(20260101)
    texts = []
    for _ in range(900):
        digits = chance.choice("6789" * 6 + "12345") + "".join(chance.choice("0123456789") for _ in range(9))
        written = chance.choice(["{0}", "+91{0}", "+91 {1} {2}", "0{0}", "91{0}", "0091-{0}", "+91 (0) {0}", "({3}) {4}"])
        texts.append(written.format(digits, digits[:5], digits[5:], digits[:3], digits[3:]))
    texts += ["1800" + "".join(chance.choice("0123456789") for _ in range(7)) for _ in range(20)]
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        for kind in sorted(TYPES):
            if TYPES[kind] not in ("fixed_line", "mobile", "toll_free", "voip"):
                continue
            example = phonenumbers.example_number_for_type(region, kind)
            if example is None:
                continue
            text = phonenumbers.format_number(example, PhoneNumberFormat.INTERNATIONAL)
            texts.append(text)
            middle = len(text) // 2
            texts.append(text[:middle] + chance.choice("0123456789") + text[middle + 1 :])
            # As people write numbers of other countries that dial a zero at home.
            code, rest = text.split(" ", 1) if " " in text else (text, "")
            texts.append(f"{code} (0) {rest}")
    texts += ["000800" + "".join(chance.choice("0123456789") for _ in range(7)) for _ in range(20)]
    texts += ["+54 11 15 2345 6789", "+54 9 11 2345 6789", "+55 0 21 11 2345 6789", "+261 2212345", "+378 886377", "+672 02345"]
    with open("data/phone_samples.tsv", "w") as out:
        for text in dict.fromkeys(texts):
            row = sample(text)
            if row is not None:
                out.write(row + "\n")


plan()
carriers()
samples()
