#!/usr/bin/env python3
"""Makes the table of a run of bench/link/run from its raw results: summary.py FOLDER."""
import glob
import json
import os
import sys

folder = sys.argv[1]


def load(pattern):
    files = sorted(glob.glob(os.path.join(folder, pattern)))
    return [json.load(open(file)) for file in files]


def span(values, digits=2):
    low, high = min(values), max(values)
    return f"{low:.{digits}f}" if round(low, digits) == round(high, digits) else f"{low:.{digits}f} to {high:.{digits}f}"


print("| what | Athar | Splink | ratio |\n|---|---|---|---|")
for width in ("lean", "wide"):
    # The runs at one threshold do what Splink's run does; those at six show all clusterings.
    ours, theirs = load(f"athar-{width}-one-[0-9].json"), load(f"splink-{width}-[0-9].json")
    if not ours or not theirs:
        continue
    pairs = {run["pairs"] for run in ours}, {run["pairs_kept"] for run in theirs}
    print(f"| {width}: candidate pairs | {', '.join(map(str, pairs[0]))} | {', '.join(map(str, pairs[1]))} | |")
    cpu = [run["cpu_seconds"] for run in ours], [run["cpu_s"]["total"] for run in theirs]
    ratios = [b / a for a, b in zip(*cpu)]
    print(f"| {width}: whole job, CPU s | {span(cpu[0])} | {span(cpu[1])} | {span(ratios, 1)} |")
    score = [run["seconds"]["block_and_score"] for run in ours], [run["cpu_s"]["predict"] for run in theirs]
    ratios = [b / a for a, b in zip(*score)]
    print(f"| {width}: block and score, s | {span(score[0])} wall, one thread | {span(score[1])} CPU | {span(ratios, 1)} |")
    memory = [run["peak_rss_mib"] for run in ours], [run["peak_rss_mib"] for run in theirs]
    print(f"| {width}: peak memory, MiB | {span(memory[0], 0)} | {span(memory[1], 0)} | |")
    two = load(f"athar-{width}-[0-9].json")
    print(f"| {width}: two threads, six thresholds, CPU s | {span([run['cpu_seconds'] for run in two])} | | |")
    for quality in load(f"quality-{width}.json"):
        best = max(column["agreement"]["f1"] if "agreement" in column else column["f1"] for column in quality["cluster_columns"])
        peer = max(row["f1"] for row in theirs[0]["clusters"])
        print(f"| {width}: pairs F1, best | {quality['pairs']['best']['f1']:.4f} | {theirs[0]['pair_best']['f1']:.4f} | |")
        print(f"| {width}: clusters F1, best of six | {best:.4f} | {peer:.4f} | |")
for arrivals, peer in zip(load("arrivals.json"), load("splink-incremental.json")):
    print(f"| one against all, ms | {arrivals['p50_ms']:.3f} p50, {arrivals['p99_ms']:.3f} p99 | {peer['between_1']['cpu_s'] * 1000:.0f} CPU | |")
    print(f"| one pair | | {peer['score_pair_cpu_s'] * 1000:.0f} ms CPU | |")
