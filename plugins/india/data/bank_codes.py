"""Writes src/bank/codes.rs from the npm package `ifsc`.

    npm pack ifsc@2.0.50 && tar xzf ifsc-2.0.50.tgz && python3 data/bank_codes.py package

The package is Razorpay's list of branches by IFSC (MIT; its data comes from the Reserve Bank of India and is declared public domain).
Of the branches only the banks' codes are taken. Run in plugins/india; the same version writes the same bytes.
"""

import json
import sys

folder = sys.argv[1]
version = json.load(open(f"{folder}/package.json"))["version"]
names = json.load(open(f"{folder}/src/banknames.json"))
codes = sorted(json.load(open(f"{folder}/src/IFSC.json")))
rows = [(code, " ".join(names.get(code, "").split())) for code in codes]
assert all(len(code) == 4 and code.isalpha() for code, _ in rows)
assert not any(c in name for _, name in rows for c in '"\\')
with open("src/bank/codes.rs", "w") as out:
    out.write(f"//! Banks that branches' codes begin with. Written by data/bank_codes.py from ifsc {version} (MIT). Do not edit.\n\n")
    out.write("#![cfg_attr(rustfmt, rustfmt_skip)]\n\n")
    out.write("/// Code and name; the name is empty where the package has none. Ordered.\n")
    out.write(f"pub(super) static BANKS: [(&str, &str); {len(rows)}] = [\n")
    for code, name in rows:
        out.write(f'    ("{code}", "{name}"),\n')
    out.write("];\n")
