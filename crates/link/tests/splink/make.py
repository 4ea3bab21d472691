#!/usr/bin/env python3
"""make.py FOLDER   Write the fixtures of this folder with the Splink that is installed (4 or 5), from made-up data.

Version 5 writes library_v5.json, refused.json, {spark,sqlite,postgres}.json and the trained models, each with what
Splink itself takes for every level's m and u; version 4 writes library_v4.json.
"""
import json, logging, random, sys, warnings
warnings.filterwarnings("ignore"); logging.disable(logging.CRITICAL)
import splink, splink.comparison_library as cl, splink.comparison_level_library as cll
from splink import SettingsCreator, block_on, ColumnExpression
from splink.internals.blocking_rule_library import CustomRule, And, Or, Not
CE = ColumnExpression
major = splink.__version__.split(".")[0]
custom = lambda name, *levels: cl.CustomComparison(output_column_name=name, comparison_levels=[*levels, cll.ElseLevel()])
comps = {
 "exact": cl.ExactMatch("city"), "exact tf": cl.ExactMatch("city").configure(term_frequency_adjustments=True),
 "exact space": cl.ExactMatch("first name"), "exact keyword": cl.ExactMatch("group"),
 "exact ar": cl.ExactMatch("الاسم"),
 "levenshtein": cl.LevenshteinAtThresholds("name", [1, 2]),
 "damerau": cl.DamerauLevenshteinAtThresholds("name", [1, 2]),
 "jaccard": cl.JaccardAtThresholds("name", [0.9, 0.7]), "jaro": cl.JaroAtThresholds("name", [0.9, 0.7]),
 "jaro winkler": cl.JaroWinklerAtThresholds("name", [0.9, 0.7]),
 "jaro winkler tf": cl.JaroWinklerAtThresholds("name", 0.9).configure(term_frequency_adjustments=True),
 "distance function": cl.DistanceFunctionAtThresholds("name", "hamming", [1, 3], higher_is_more_similar=False),
 "time": cl.AbsoluteTimeDifferenceAtThresholds("stamp", input_is_string=True, metrics=["second", "hour"], thresholds=[30, 2]),
 "time typed": cl.AbsoluteTimeDifferenceAtThresholds("stamp", input_is_string=False, metrics=["minute"], thresholds=[5], invalid_dates_as_null=False),
 "date": cl.AbsoluteDateDifferenceAtThresholds("dob", input_is_string=True, metrics=["day", "month", "year"], thresholds=[1, 1, 10]),
 "date format": cl.AbsoluteDateDifferenceAtThresholds("dob", input_is_string=True, metrics="day", thresholds=3, datetime_format="%d/%m/%Y", invalid_dates_as_null=False, term_frequency_adjustments=True),
 "km": cl.DistanceInKMAtThresholds("lat", "long", [1, 10, 100]),
 "dob": cl.DateOfBirthComparison("dob", input_is_string=True),
 "dob typed": cl.DateOfBirthComparison("dob", input_is_string=False),
 "dob format": cl.DateOfBirthComparison("dob", input_is_string=True, datetime_format="%Y%m%d", datetime_thresholds=[1, 5], datetime_metrics=["month", "year"], invalid_dates_as_null=False),
 "postcode": cl.PostcodeComparison("postcode"),
 "postcode km": cl.PostcodeComparison("postcode", invalid_postcodes_as_null=True, lat_col="lat", long_col="long", km_thresholds=[1, 10]),
 "email": cl.EmailComparison("email"),
 "name": cl.NameComparison("first_name"),
 "name tf": cl.NameComparison("first_name").configure(term_frequency_adjustments=True),
 "forename surname": cl.ForenameSurnameComparison("first_name", "surname"),
 "forename surname concat": cl.ForenameSurnameComparison("first_name", "surname", forename_surname_concat_col_name="full_name"),
 "null pattern": custom("null_pattern", cll.NullLevel("code", valid_string_pattern="^[A-Z]{2}")),
 "columns reversed": custom("reversed", cll.NullLevel("a"), cll.ColumnsReversedLevel("a", "b"), cll.ColumnsReversedLevel("a", "b", symmetrical=True)),
 "literal": custom("literal", cll.LiteralMatchLevel("sex", "f", "string", "left"), cll.LiteralMatchLevel("sex", "f", "string", "right"), cll.LiteralMatchLevel("sex", "f", "string"), cll.LiteralMatchLevel("n", "3", "int"), cll.LiteralMatchLevel("dob", "2000-01-01", "date")),
 "numbers": custom("numbers", cll.NullLevel("n"), cll.ExactMatchLevel("n"), cll.AbsoluteDifferenceLevel("n", 2), cll.AbsoluteDifferenceLevel("n", 2.5), cll.PercentageDifferenceLevel("n", 0.1)),
 "composed": custom("composed", cll.And(cll.ExactMatchLevel("a"), cll.Or(cll.ExactMatchLevel("b"), cll.LevenshteinLevel("b", 1))), cll.Not(cll.ExactMatchLevel("a")), cll.And(cll.JaroLevel("a", 0.9), cll.JaccardLevel("a", 0.8))),
 "km not null": custom("km", cll.DistanceInKMLevel("lat", "long", 5, not_null=True), cll.DistanceInKMLevel("lat", "long", 0.5)),
 "expressions": custom("expressions", cll.NullLevel(CE("a").lower().nullif("unknown")), cll.ExactMatchLevel(CE("a").lower().substr(1, 3)), cll.JaroWinklerLevel(CE("a || ' ' || b"), 0.9),
     cll.ExactMatchLevel(CE("phone").regex_extract("([0-9]+)$", 1)), cll.ExactMatchLevel(CE("n").cast_to_string()), cll.ExactMatchLevel(CE("dob").try_parse_date("%d.%m.%Y")), cll.LevenshteinLevel(CE("upper(trim(a))"), 2),
     cll.CustomLevel("first_name_l || ' ' || surname_l = surname_r || ' ' || first_name_r", "swapped whole")),
 "custom": custom("custom", cll.CustomLevel("(a_l is null) or a_r is null", "null").configure(is_null_level=True), cll.CustomLevel("not (a_l <> a_r) and hamming(a_l, a_r) < 2", "x"),
     cll.CustomLevel("3 > levenshtein(a_l, b_r)", "flipped"), cll.CustomLevel("a_l in ('x', 'y') and a_r not in ('x', 'y')", "in"), cll.CustomLevel("a_r = b_l", "sides"),
     cll.CustomLevel("damerau_levenshtein(lower(a_l), lower(a_r)) = 1", "one"), cll.CustomLevel("levenshtein(a_l, a_r) between 1 and 2", "between")),
 "tuned": custom("tuned", cll.NullLevel("c"), cll.ExactMatchLevel("c").configure(tf_adjustment_column="c", tf_adjustment_weight=0.5, tf_minimum_u_value=0.001, m_probability=0.9, u_probability=0.01, fix_m_probability=True, fix_u_probability=True),
     cll.LevenshteinLevel("c", 1).configure(tf_adjustment_column="c", disable_tf_exact_match_detection=True)),
}
refused = {
 "name dmeta": lambda: cl.NameComparison("first_name", dmeta_col_name="first_name_dm"),
 "arrays": lambda: cl.ArrayIntersectAtSizes("tags", [2, 1]), "cosine": lambda: cl.CosineSimilarityAtThresholds("vector", [0.9]),
 "pairwise": lambda: cl.PairwiseStringDistanceFunctionAtThresholds("names", "jaro_winkler", [0.9]),
 "subset": lambda: custom("subset", cll.ArraySubsetLevel("tags")),
 "struct": lambda: custom("struct", cll.ExactMatchLevel("place['lat']")), "index": lambda: custom("index", cll.ExactMatchLevel("names[1]")),
 "unknown function": lambda: cl.DistanceFunctionAtThresholds("name", "soundex_distance", [1], higher_is_more_similar=False),
 "literal float": lambda: custom("literal_float", cll.LiteralMatchLevel("n", "2.5", "float")),
 "custom sql": lambda: custom("lengths", cll.CustomLevel("length(a_l) > 3 and a_l = a_r", "long")),
 "subquery": lambda: custom("sub", cll.CustomLevel("a_l = (select 1)", "sub")),
 "like": lambda: custom("like", cll.CustomLevel("a_l like 'x%'", "like")),
 "coalesce": lambda: custom("coalesce", cll.ExactMatchLevel(CE("coalesce(a, b)"))),
 "one side": lambda: custom("one", cll.CustomLevel("a_l = b_l", "one side")),
}
rules = [block_on("first_name", "surname"), block_on("substr(first_name,1,3)", "substr(surname,1,4)"), block_on("first name"), block_on(CE("surname").lower()),
  block_on("lower(first_name)", "upper(trim(surname))", "left(postcode, 2)", "right(phone, 4)"),
  block_on("substr(dob,1,4)"), CustomRule("l.first_name = r.surname and l.surname = r.first_name"), And(block_on("city"), CustomRule("l.dob = r.dob")),
  block_on("first_name || ' ' || surname"), block_on("regexp_extract(email, '^[^@]+')"), block_on(CE("phone").regex_extract("([0-9]{4})$", 1)), "l.email = r.email",
  block_on("regexp_replace(name, '[^a-z]', '', 'g')"), block_on(CE("dob").try_parse_date()),]
refused_rules = {"or": Or(block_on("a"), block_on("b")), "not": And(block_on("a"), Not(block_on("b"))), "exploded": block_on("tags", arrays_to_explode=["tags"]),
  "inequality": CustomRule("l.a = r.a and l.n < r.n"), "levenshtein": CustomRule("l.a = r.a and levenshtein(l.b, r.b) <= 1"), "cartesian": CustomRule("1=1"),
  "one side": CustomRule("l.a = l.b"), "literal": CustomRule("l.a = r.a and l.sex = 'f'"), "unknown": block_on("soundex(a)"), "no table": CustomRule("a = b")}
def settings(comps, rules, **kw):
    return SettingsCreator(link_type=kw.pop("link_type", "dedupe_only"), comparisons=comps, blocking_rules_to_generate_predictions=rules, **kw).create_settings_dict("duckdb")
def write(name, value): json.dump(value, open(f"{out}/{name}.json", "w"), indent=1, ensure_ascii=False)
out = sys.argv[1]
s = settings(list(comps.values()), rules)
for n, c in zip(comps, s["comparisons"]): c["output_column_name"] = n
write(f"library_v{major}", s)
if major == "4": sys.exit()
R = {}
for n, f in refused.items():
    R[n] = settings([f()], [])["comparisons"][0]; R[n]["output_column_name"] = n
write("refused", {"comparisons": R, "rules": {n: settings([], [r])["blocking_rules_to_generate_predictions"][0] for n, r in refused_rules.items()}})
for d in ("spark", "sqlite", "postgres"):
    some = [cl.ExactMatch("city"), cl.LevenshteinAtThresholds("name", [1, 2])]
    if d != "postgres": some += [cl.JaroWinklerAtThresholds("first_name", [0.9])]
    if d != "sqlite": some += [cl.AbsoluteDateDifferenceAtThresholds("dob", input_is_string=True, metrics="month", thresholds=1), cl.PostcodeComparison("postcode")]
    write(d, SettingsCreator(link_type="link_only", comparisons=some, blocking_rules_to_generate_predictions=[block_on("substr(name,1,2)", "first name")]).create_settings_dict(d))

import duckdb
from splink import DuckDBAPI, Linker
draw = random.Random(1)
def person(n):
    return {"unique_id": n, "first_name": draw.choice(["anna", "berta", "clara", "dora", "emma", "frieda"]) if draw.random() > .05 else None,
            "surname": draw.choice(["adler", "berg", "cohn", "dorn", "engel", "falk", "graf"]), "dob": f"19{draw.randint(40, 60)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}",
            "city": draw.choice(["ulm", "jena", "kiel"]), "sex": "f"}
people = [person(n) for n in range(600)]
copies = []
for n, p in enumerate(people[:200]):
    c = dict(p, unique_id=1000 + n)
    if draw.random() < .3: c["surname"] = c["surname"][:-1] + "x"
    if draw.random() < .2: c["dob"] = c["dob"][:-1] + "1"
    if draw.random() < .2: c["city"] = "ulm"
    copies.append(c)
trained = lambda: [cl.NameComparison("first_name"), cl.JaroWinklerAtThresholds("surname", [0.92, 0.8]).configure(term_frequency_adjustments=True),
    cl.DateOfBirthComparison("dob", input_is_string=True), cl.ExactMatch("city").configure(term_frequency_adjustments=True),
    custom("sex", cll.NullLevel("sex"), cll.ExactMatchLevel("sex"), cll.LevenshteinLevel("sex", 1)),
    custom("never", cll.NullLevel("shoe"), cll.ExactMatchLevel("shoe"), cll.LevenshteinLevel("shoe", 1))]
for name, link_type in (("trained_dedupe", "dedupe_only"), ("trained_link", "link_only")):
    tables = [people + copies] if link_type == "dedupe_only" else [people, copies]
    def linker(model):
        con = duckdb.connect()
        for i, t in enumerate(tables):
            con.execute(f"create table t{i} (unique_id int, first_name text, surname text, dob text, city text, sex text, shoe text)")
            con.executemany(f"insert into t{i} values (?, ?, ?, ?, ?, ?, null)", [list(p.values()) for p in t])
        api = DuckDBAPI(connection=con)
        regs = [api.register(con.sql(f"select * from t{i}"), dataset_display_name=f"in_t{i}") for i in range(len(tables))]
        return Linker(regs if len(regs) > 1 else regs[0], model)
    l = linker(SettingsCreator(link_type=link_type, comparisons=trained(), blocking_rules_to_generate_predictions=[block_on("surname", "dob"), block_on("first_name", "substr(dob,1,4)")]))
    l.training.estimate_probability_two_random_records_match([block_on("first_name", "surname", "dob")], recall=0.6)
    l.training.estimate_u_using_random_sampling(max_pairs=1e5, seed=1)
    for r in (block_on("first_name", "surname"), block_on("dob")):
        l.training.estimate_parameters_using_expectation_maximisation(r, estimate_without_term_frequencies=True)
    model = l.misc.save_model_to_json(None)
    if link_type == "dedupe_only":  # as version 3 and hand-written models have it
        model["comparisons"][4]["comparison_levels"][2]["m_probability"] = "level not observed in training dataset"
    model["linker_uid"] = None
    write(name, model)
    loaded = linker(model)._settings_obj
    write(name + "_weights", [[{"label": v.label_for_charts, "m": None if v.is_null_level else v.m_probability, "u": None if v.is_null_level else v.u_probability,
        "u_exact": v._u_probability_corresponding_to_exact_match(c.comparison_levels) if v._has_tf_adjustments else None}
        for v in c.comparison_levels] for c in loaded.core_model_settings.comparisons])
