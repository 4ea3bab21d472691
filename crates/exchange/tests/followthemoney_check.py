"""Reads a CSV of statements with PyPI's followthemoney and fails on anything that the package does not take.

Prints one line of counts. Run by tests/it/statements.rs; by hand: python3 followthemoney_check.py STATEMENTS.csv
"""

import csv
import gc
import io
import sys
from itertools import groupby
from pathlib import Path

try:
    from importlib.metadata import version

    from followthemoney import model
    from followthemoney.dataset import Dataset
    from followthemoney.statement import CSV, Statement, StatementEntity, read_path_statements, write_statements
    from followthemoney.statement.serialize import CSV_COLUMNS
except ImportError:
    print("skipped: the Python package followthemoney is not here (pip install followthemoney)")
    sys.exit(77)

path = Path(sys.argv[1])
wrong = []
with path.open(encoding="utf-8", newline="") as file:
    rows = list(csv.DictReader(file, dialect=csv.unix_dialect))
    if list(rows[0]) != CSV_COLUMNS:
        wrong.append(f"columns {list(rows[0])}")

statements = list(read_path_statements(path, CSV))
for row, statement in zip(rows, statements, strict=True):
    key = Statement.make_key(row["dataset"], row["entity_id"], row["prop"], row["value"], False, lang=row["lang"] or None)
    if row["id"] != key:
        wrong.append(f"id of a statement of {row['prop']}")
    if row["prop_type"] != statement.prop_type:
        wrong.append(f"{row['prop']} is of type {statement.prop_type}, not {row['prop_type']}")
    if statement.prop == "id":
        continue
    kind = model.get(statement.schema).get(statement.prop).type
    if not kind.validate(statement.value):
        wrong.append(f"a value of {statement.prop} is no {kind.name}")
    if kind.clean(statement.value) != statement.value:
        wrong.append(f"a value of {statement.prop} is cleaned to another {kind.name}")
    if len(statement.value) > kind.max_length:
        wrong.append(f"a value of {statement.prop} is longer than {kind.max_length}")
if len({statement.id for statement in statements}) != len(statements):
    wrong.append("two statements share an id")

dataset = Dataset.make({"name": statements[0].dataset})
entities = [
    StatementEntity.from_statements(dataset, list(group))
    for _, group in groupby(statements, key=lambda statement: statement.canonical_id)
]
for entity in entities:
    if entity.schema.name != "Person" or not entity.caption:
        wrong.append("an entity is no person with a caption")
    if found := entity.schema.validate(entity.to_dict()):
        wrong.append(f"the schema's validation: {found}")

class Kept(io.BytesIO):
    """Bytes that stay when the package closes the file."""

    def close(self):
        self.kept = self.getvalue()
        super().close()


again = Kept()
write_statements(again, CSV, statements)
gc.collect()  # the package leaves closing to the collector
same = again.kept == path.read_bytes()
if not same:
    wrong.append("the package writes other bytes than it read")

for what in sorted(set(wrong)):
    print(f"wrong: {what}", file=sys.stderr)
print(
    f"followthemoney {version('followthemoney')}: {len(statements)} statements, {len(entities)} persons, "
    f"{len(wrong)} wrong, bytes written again {'the same' if same else 'not the same'}"
)
sys.exit(1 if wrong else 0)
