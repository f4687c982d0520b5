//! SARIF 2.1.0 (stub).
use super::Answer;
/// The log.
pub(crate) fn render(_answer: &Answer<'_>) -> anyhow::Result<String> {
    anyhow::bail!("not yet")
}
