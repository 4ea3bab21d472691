//! Help texts and short errors as files: `tests/cmd/*.toml`. After a wanted change: `TRYCMD=overwrite cargo test help`.

#[test]
fn help_texts_and_errors_are_as_filed() {
    trycmd::TestCases::new().env("COLUMNS", "100").case("tests/cmd/*.toml");
}
