//! Lines of text.
pub(crate) fn speaks(_text: &str) -> bool {
    false
}
