"""Writes src/vehicle/districts.rs from the Python package `presidio-analyzer`.

    python3 -m venv v && v/bin/pip download --no-deps presidio-analyzer==2.2.366 && python3 data/vehicle_districts.py presidio_analyzer-*.whl

The package lists the numbers of registering authorities per state (MIT). Its lists have gaps, so only the highest number of each
state is taken. Run in plugins/india; the same version writes the same bytes.
"""

import re
import sys
import zipfile

PATH = "presidio_analyzer/predefined_recognizers/country_specific/india/in_vehicle_registration_recognizer.py"

wheel = sys.argv[1]
version = re.search(r"presidio_analyzer-([0-9.]+)-", wheel).group(1)
source = zipfile.ZipFile(wheel).read(PATH).decode()
found = re.findall(r"in_vehicle_dist_([a-z]{2}) = \{([^}]*)\}", source)
rows = sorted((state.upper(), max(int(number) for number in re.findall(r'"(\d+)"', numbers))) for state, numbers in found)
# Other codes of the same states: Telangana's since 2024, the merged union territory's, one of Uttarakhand's former name.
known = dict(rows)
rows = sorted(rows + [("TG", known["TS"]), ("DD", max(known["DD"], known["DN"])), ("UA", known["UK"])])
rows = sorted(dict(rows).items())
with open("src/vehicle/districts.rs", "w") as out:
    out.write(f"//! Registering authorities. Written by data/vehicle_districts.py from presidio-analyzer {version} (MIT). Do not edit.\n\n")
    out.write("#![cfg_attr(rustfmt, rustfmt_skip)]\n\n")
    out.write("/// Code of a state and the highest number of its registering authorities. Ordered.\n")
    out.write(f"pub(super) static HIGHEST: [(&str, u8); {len(rows)}] = [\n")
    for start in range(0, len(rows), 8):
        out.write("    " + " ".join(f'("{state}", {highest}),' for state, highest in rows[start : start + 8]) + "\n")
    out.write("];\n")
