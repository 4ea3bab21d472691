"""Makes summary.md of a results folder: `summary.py FOLDER > FOLDER/summary.md`. Reads raw rows, computes ratios, adds no figure of its own."""

import csv
import json
import pathlib
import re
import sys

folder = pathlib.Path(sys.argv[1])


def text(name):
    path = folder / name
    return path.read_text(encoding="utf-8") if path.exists() else ""


def table(head, rows):
    print("| " + " | ".join(head) + " |")
    print("|---" + "|---:" * (len(head) - 1) + "|")
    for row in rows:
        print("| " + " | ".join(row) + " |")
    print()


def ratio(ours, theirs):
    return f"{ours / theirs:.1f} ×" if theirs else "–"


rounds = [json.loads(path.read_text()) for path in sorted(folder.glob("measure-[0-9]*.json"))]
measured = rounds[0]


def median(values):
    return sorted(values)[len(values) // 2]


pairs_a_second = median([found["pairs_a_second"] for found in rounds])


def queries_a_second(set_, how):
    return median([found["search"][set_][f"queries_a_second_{how}"] for found in rounds])


unseen = measured["unseen_pairs"]
# Tables that were not learnt from the people of the development queries either.
matchers = {"athar": measured}
if text("measure-without-second-romanisation.json"):
    matchers["athar, without the second romanisation"] = json.loads(text("measure-without-second-romanisation.json"))
seconds = {}
with open(folder / "seconds.tsv", encoding="utf-8") as rows:
    for row in csv.DictReader(rows, delimiter="\t"):
        seconds.setdefault(row["what"], []).append((float(row["number"]), float(row["seconds"])))
peers = {path.stem[len("peer-"):]: json.loads(path.read_text()) for path in sorted(folder.glob("peer-*.json"))}

print("# Names: one run\n")
print("Speeds hold for this machine in this hour. Only ratios within this run may be quoted.\n")
print("```text\n" + text("machine.txt").strip() + f"\ntables: {measured['tables']}\n```\n")

print("## Pairs that no weight was fitted on\n")
head = ["matcher", "pairs", "AUC", "best F1", "recall at precision .95", "at .99"]
keys = ["auc", "best_f1", "recall_at_precision_95", "recall_at_precision_99"]
rows = [[name, str(found["unseen_pairs"]["pairs"])] + [f"{found['unseen_pairs'][key]:.4f}" for key in keys]
        for name, found in matchers.items()]
for name, peer in peers.items():
    if name.endswith("-pairs"):
        figures = [peer["auc"], peer["best_f1"], peer["recall_at_p95"], peer["recall_at_p99"]]
        rows.append([name[: -len("-pairs")], str(peer["n"])] + [f"{figure:.4f}" for figure in figures])
table(head, rows)
by_rule = {"p_kurd", "p_turk"}
others = [name for name in peers if name.endswith("-pairs")]
rows = []
for slice_, (share, number) in unseen["accepted"].items():
    shares = [peers[name]["accepted_share_by_slice"].get(slice_) for name in others]
    rows.append([slice_ + (" (made by rule)" if slice_ in by_rule else ""), str(number), f"{share:.3f}"]
                + ["–" if share is None else f"{share:.3f}" for share in shares])
table(["accepted, each at its best F1 (p_: same, n_: different)", "pairs", "athar"]
      + [name[: -len("-pairs")] for name in others], rows)

print("## Search\n")
head = ["matcher", "set", "names", "first", "among ten", "MRR"]
rows = []
for set_, found in measured["search"].items():
    for matcher, figures in matchers.items():
        all_ = figures["search"][set_]["all"]
        rows.append([matcher, set_, str(found["names"])]
                    + [f"{all_[key]:.4f}" for key in ["first", "among_ten", "mean_reciprocal_rank"]])
    for name, peer in peers.items():
        if name.endswith("-" + set_):
            rows.append([name[: -len(set_) - 1], set_, str(found["names"])]
                        + [f"{peer['ALL'][key]:.4f}" for key in ["r1", "r10", "mrr"]])
table(head, rows)
rows = []
for set_, found in measured["search"].items():
    for what in ["candidates", "keys"]:
        rows.append([f"{what}, {set_}", f"{found[what]['recall']:.4f}", f"{100 * found[what]['share']:.2f} %"])
table(["what a cheaper step lets through", "recall", "of the names"], rows)

print("## Speed\n")
rates = {what: median([number / time for number, time in runs]) for what, runs in seconds.items()}
rows = [["measure: each pair read and compared once", f"{pairs_a_second:.0f} pairs a second"]]
for what in ["compare-1x", "compare-10x"]:
    rows.append([f"{what}: process start, reading and writing included", f"{rates[what]:.0f} pairs a second"])
for set_, found in measured["search"].items():
    rows.append([f"search in {set_}, nothing remembered / a session",
                 f"{queries_a_second(set_, 'cold'):.0f} / {queries_a_second(set_, 'warm'):.0f} queries a second"])
if "learn" in seconds:
    rows.append(["learn", " and ".join(f"{time:.1f}" for _, time in seconds["learn"]) + " s"])
table(["athar, one core", "median"], rows)
learnt = "\n".join(line for line in text("learn.txt").splitlines() if not line.startswith("round "))
print("```text\n" + "\n".join(filter(None, [text("index.txt").strip(), learnt])) + "\n```\n")

log = text("peers.txt")
if log:
    print("## Ratios within this run\n")
    print("A peer's time is what it says itself, without starting Python, loading modules or making its index;")
    print("athar's is `measure`'s, reading the names included.\n")
    def found(pattern):
        rates = [float(rate) for rate in re.findall(pattern, log)]
        return median(rates) if rates else 0.0

    skel = found(r"skel_tsr pairs .*per_s=([\d.]+)")
    rows = [["pairs a second", "skel_tsr", f"{skel:.0f}", ratio(pairs_a_second, skel)]]
    features = found(r"prototype features s ([\d.]+)")
    if features:
        both = seconds["prototype-pairs"][0][0]
        rows.append(["pairs a second", "prototype", f"{both / features:.0f}",
                     ratio(pairs_a_second, both / features)])
    for set_ in ["gaza", "wiki"]:
        cold = queries_a_second(set_, "cold")
        rate = found(rf"set {set_}\n(?:.*\n)*?skel_tsr retrieve .*per_s=([\d.]+)")
        rows.append([f"queries a second, {set_}, cold", "skel_tsr", f"{rate:.0f}", ratio(cold, rate)])
        rate = found(rf"prototype {set_} queries .*qps ([\d.]+)")
        if rate:
            rows.append([f"queries a second, {set_}, cold", "prototype", f"{rate:.0f}", ratio(cold, rate)])
    if "learn" in seconds and "prototype-train" in seconds:
        ours, theirs = seconds["learn"][0][1], seconds["prototype-train"][0][1]
        rows.append(["seconds of learning (peer ÷ athar)", "prototype", f"{theirs:.0f}", ratio(theirs, ours)])
    table(["what", "peer", "peer's figure", "athar ÷ peer"], rows)
