#!/usr/bin/env python3
"""How often kin of one name are taken for one person in the demo's lists: kin.py OUT SEED …"""
import collections
import json
import os
import subprocess
import sys
import tempfile

ATHAR = os.environ.get("ATHAR", "athar")
FIELDS = ("pairs", "linked", "linked_by_themselves", "in_one_cluster", "asked")
sums = collections.defaultdict(lambda: dict.fromkeys(FIELDS, 0))
held, seeds = 0, sys.argv[2:]
for seed in seeds:
    with tempfile.TemporaryDirectory() as folder:
        made = subprocess.run([ATHAR, "demo", "--dir", os.path.join(folder, "demo"), "--no-serve", "--seed", seed,
                               "--json", "--quiet"], check=True, capture_output=True, text=True)
    told = json.loads(made.stdout)
    for kin in told["kin"]:
        for field in FIELDS:
            sums[kin["kind"], kin["mother_known"]][field] += kin[field]
    unique = told["unique"]
    is_held = unique["low"] <= unique["truth"] <= unique["high"]
    held += is_held
    print(f"demo, seed {seed}: pairs F1 {told['pairs']['f1']:.3f}, clusters P {told['clusters']['precision']:.3f} "
          f"R {told['clusters']['recall']:.3f} F1 {told['clusters']['f1']:.3f}, people {unique['low']}–{unique['high']}, "
          f"truth {unique['truth']}", flush=True)
for (kind, is_known), counts in sums.items():
    shares = ", ".join(f"{field} {counts[field]} ({counts[field] / counts['pairs']:.3f})" for field in FIELDS[1:])
    print(f"{kind}, mother {'known' if is_known else 'not known'}: {counts['pairs']} pairs of rows, {shares}")
print(f"the interval holds the number of people {held} times in {len(seeds)}")
with open(os.path.join(sys.argv[1], "kin.json"), "w") as file:
    json.dump([{"kind": kind, "mother_known": known} | counts for (kind, known), counts in sums.items()], file, indent=1)
