#!/usr/bin/env python3
"""Measures the person model on lists with a known answer: measure.py DATA SCRATCH [TASK …].

DATA holds the labelled lists (README.md beside this file says which); without a task all that its files allow are
measured, from quick to long. A line a task is printed; with OUT set, its numbers go to OUT/<task>.json.
"""
import collections
import csv
import gzip
import json
import os
import random
import subprocess
import sys

ATHAR = os.environ.get("ATHAR", "athar")
OUT = os.environ.get("OUT")
LISTS = {"april": "gaza_2024_04", "august": "gaza_2024_08", "march": "gaza_2025_03"}
# Task: left list, columns of it; right list, columns of it.
ARABIC, LATIN, BORN = {"name": "name"}, {"en_name": "name"}, {"dob": "dob"}
ABOUT = {"age": "age", "sex": "sex"}
PAIRED = {
    "arabic": ("august", ARABIC | ABOUT, "march", ARABIC | ABOUT),
    "latin": ("august", LATIN | ABOUT, "march", LATIN | ABOUT),
    "latin_born": ("august", LATIN | ABOUT | BORN, "march", LATIN | ABOUT | BORN),
    "across": ("august", ARABIC | ABOUT, "march", LATIN | ABOUT),
    "april_arabic": ("april", ARABIC | ABOUT, "march", ARABIC | ABOUT),
    "april_latin": ("april", LATIN | ABOUT, "march", LATIN | ABOUT),
    "april_across": ("april", ARABIC | ABOUT, "march", LATIN | ABOUT),
}
WITHOUT_GRANDFATHER = ["arabic", "latin", "latin_born"]
THIN = [(base, percent) for base in ("arabic", "latin", "across") for percent in (50, 10, 2)]
ONE_TABLE = {"historical": "historical_50k.parquet", "persons_100k": "persons_100k.csv", "persons_1m": "persons_1m.csv"}
SHAPES = [(1, 0.5), (7, 0.95), (7, 0.5), (7, 0.1), (7, 0.02)]


def shortened(name):
    """Given name, father, family: what is left of a name of four parts or more without the grandfather."""
    words = name.split()
    return " ".join(words[:2] + words[3:]) if len(words) >= 4 else name


def rows_of(data, key, columns, short):
    with gzip.open(os.path.join(data, LISTS[key] + ".csv.gz"), "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            kept = {new: row[old] for old, new in columns.items()}
            if short:
                kept["name"] = shortened(kept["name"])
            yield {"id": row["rec_id"]} | kept | {"cluster": row["cluster"]}


def write(path, rows):
    rows = list(rows)
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def thinned(left, right, percent, size=4000):
    """Lists of one size of which so many in a hundred are on both."""
    draw = random.Random(percent)
    on_right = {row["cluster"] for row in right}
    first = draw.sample(left, size)
    own = {row["cluster"] for row in first}
    shared = set(draw.sample(sorted(own & on_right), size * percent // 100))
    second = [row for row in right if row["cluster"] in shared]
    rest = [row for row in right if row["cluster"] not in own]
    second += draw.sample(rest, size - len(second))
    draw.shuffle(second)
    return first, second


def paired(data, scratch, task):
    """Files of a task with two lists."""
    base, _, how = task.partition("-")
    left_key, left_columns, right_key, right_columns = PAIRED[base]
    short = how == "without_grandfather"
    left = list(rows_of(data, left_key, left_columns, short))
    right = list(rows_of(data, right_key, right_columns, short))
    if how.startswith("thin"):
        left, right = thinned(left, right, int(how[4:]))
    files = [os.path.join(scratch, f"{task}.{side}.csv") for side in ("left", "right")]
    for file, rows in zip(files, (left, right)):
        write(file, rows)
    return files, "cluster"


def shape(scratch, task):
    """Files of a made shape: as many as in the issue that asked for it."""
    _, seed, overlap = task.split("-")
    folder = os.path.join(scratch, task)
    subprocess.run([ATHAR, "demo", "--shape", "--dir", folder, "--sought", "136000", "--freed", "50000", "--lists",
                    "20", "--overlap", overlap, "--seed", seed, "--json", "--quiet"],
                   check=True, stdout=subprocess.DEVNULL)
    return [os.path.join(folder, side + ".csv") for side in ("sought", "freed")], "person"


def calibration_error(pairs, truth):
    """Mean distance of probability and share in ten bins of equal width, of the pairs at .01 and more."""
    bins = [[0, 0.0, 0] for _ in range(10)]
    with open(pairs, encoding="utf-8") as file:
        for row in csv.DictReader(file):
            p = float(row["probability"])
            if p >= 0.01:
                at = bins[min(int(p * 10), 9)]
                at[0] += 1
                at[1] += p
                at[2] += truth(row["left"], row["right"])
    total = sum(count for count, _, _ in bins)
    return sum(abs(sum_p - true) for _, sum_p, true in bins) / max(total, 1)


def measure(task, files, column, scratch):
    pairs, clusters, summary = (os.path.join(scratch, f"{task}.{kind}") for kind in ("pairs", "clusters", "json"))
    subprocess.run([ATHAR, "match", *files, "--ignore", column, "--pairs", pairs, "--clusters", clusters, "--json",
                    summary, "--quiet"], check=True, stdout=subprocess.DEVNULL)
    evaluated = subprocess.run([ATHAR, "evaluate", "--truth", column, *files, "--pairs", pairs, "--clusters", clusters,
                                "--json", "--quiet"], check=True, capture_output=True, text=True)
    told, run = json.loads(evaluated.stdout), json.load(open(summary))
    half, high = told["pairs"]["at_half"], told["pairs"]["at_95"]
    answer = {}
    if all(file.endswith(".csv") for file in files):
        answer["calibration_error"] = calibration_error(pairs, truth_of(files, column))
    # Of two lists only pairs across them count, in clusters too.
    both = agreement_across(clusters, files, column) if len(files) == 2 else told["clusters"]
    answer |= {
        "task": task, "truth": half["truth"], "precision": half["precision"], "recall": half["recall"],
        "f1": half["f1"], "precision_at_95": high["precision"], "links_at_95": high["proposed"],
        "kept": told["pairs"]["blocking_recall"], "expected_error_of_all_pairs":
        told["pairs"]["calibration"]["expected_error"], "clusters": both,
        "candidates": run["pairs"], "seconds": run["seconds"], "cpu_seconds": run["cpu_seconds"],
        "peak_rss_mib": run["peak_rss_mib"],
    }
    return answer


def agreement_across(clusters, files, column):
    """Precision, recall and F1 of pairs across two lists that stand in one cluster."""
    persons = persons_of(files, column)
    of_cluster = collections.defaultdict(lambda: ([], []))
    of_person = collections.defaultdict(lambda: [0, 0])
    with open(clusters, encoding="utf-8") as file:
        for row in csv.DictReader(file):
            side, person = int(row["row"].startswith("r:")), persons[row["row"]]
            of_cluster[row["cluster"]][side].append(person)
            of_person[person][side] += 1
    right = proposed = 0
    for left_side, right_side in of_cluster.values():
        proposed += len(left_side) * len(right_side)
        counts = collections.Counter(right_side)
        right += sum(counts[person] for person in left_side if person)
    truth = sum(one * other for person, (one, other) in of_person.items() if person)
    precision, recall = right / max(proposed, 1), right / max(truth, 1)
    return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / max(precision + recall, 1e-9)}


def truth_of(files, column):
    """Whether two rows, by their names in what `match` writes, are of one person."""
    persons = persons_of(files, column)
    return lambda left, right: persons[left] != "" and persons[left] == persons[right]


def persons_of(files, column):
    """The person of each row, by its name in what `match` writes."""
    persons = {}
    for side, file in zip(("l:", "r:") if len(files) == 2 else ("",), files):
        with open(file, encoding="utf-8-sig") as handle:
            rows = csv.DictReader(handle)
            name = next(name for name in ("id", "unique_id", "rec_id") if name in rows.fieldnames)
            persons.update((side + row[name], row[column]) for row in rows)
    return persons


def tasks(data):
    have = lambda name: os.path.exists(os.path.join(data, name))
    found = []
    if all(have(name + ".csv.gz") for name in LISTS.values()):
        found += list(PAIRED) + [base + "-without_grandfather" for base in WITHOUT_GRANDFATHER]
        found += [f"{base}-thin{percent}" for base, percent in THIN]
    found += [task for task in ("historical", "persons_100k") if have(ONE_TABLE[task])]
    found += [f"shape-{seed}-{overlap}" for seed, overlap in SHAPES]
    return found + [task for task in ("persons_1m",) if have(ONE_TABLE[task])]


def main():
    data, scratch, chosen = sys.argv[1], sys.argv[2], sys.argv[3:]
    # Rows of real people are written there.
    os.makedirs(scratch, mode=0o700, exist_ok=True)
    if OUT:
        os.makedirs(OUT, exist_ok=True)
    for task in chosen or tasks(data):
        if task in ONE_TABLE:
            files, column = [os.path.join(data, ONE_TABLE[task])], "cluster"
        elif task.startswith("shape-"):
            files, column = shape(scratch, task)
        else:
            files, column = paired(data, scratch, task)
        told = measure(task, files, column, scratch)
        clusters = told["clusters"]
        error = told.get("calibration_error")
        print(f"{task:<28} T {told['truth']:>7}  P {told['precision']:.3f} R {told['recall']:.3f} F1 {told['f1']:.3f}  "
              f".95: {told['precision_at_95']:.3f} of {told['links_at_95']}  error {'–' if error is None else f'{error:.3f}'}  "
              f"kept {told['kept']:.3f}  candidates {told['candidates']}  clusters {clusters['f1']:.3f}  "
              f"{told['cpu_seconds']:.0f} CPU s {told['peak_rss_mib']} MiB", flush=True)
        if OUT:
            with open(os.path.join(OUT, task + ".json"), "w") as file:
                json.dump(told, file, indent=1)


main()
