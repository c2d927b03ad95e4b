//! Registering authorities. Written by data/vehicle_districts.py from presidio-analyzer 2.2.366 (MIT). Do not edit.

#![cfg_attr(rustfmt, rustfmt_skip)]

/// Code of a state and the highest number of its registering authorities. Ordered.
pub(super) static HIGHEST: [(&str, u8); 40] = [
    ("AN", 1), ("AP", 40), ("AR", 22), ("AS", 34), ("BR", 56), ("CG", 30), ("CH", 4), ("DD", 9),
    ("DL", 13), ("DN", 9), ("GA", 12), ("GJ", 39), ("HP", 99), ("HR", 99), ("JH", 24), ("JK", 22),
    ("KA", 71), ("KL", 99), ("LA", 2), ("LD", 9), ("MH", 51), ("ML", 10), ("MN", 7), ("MP", 71),
    ("MZ", 8), ("NL", 10), ("OD", 35), ("OR", 31), ("PB", 99), ("PY", 5), ("RJ", 58), ("SK", 8),
    ("TG", 38), ("TN", 99), ("TR", 8), ("TS", 38), ("UA", 20), ("UK", 20), ("UP", 96), ("WB", 98),
];
