//! Which addresses a page may link to.

/// Whether Markdown may link to `written`: another site over https, an e-mail address, a place on the page, or a path of
/// the site itself.
#[must_use]
pub fn is_safe_target(written: &str) -> bool {
    let is_path = written.starts_with('/') && !written.starts_with("//");
    is_path || written.starts_with('#') || written.starts_with("https://") || written.starts_with("mailto:")
}

#[cfg(test)]
mod tests {
    use super::is_safe_target;

    #[test]
    fn only_https_mail_and_the_site_itself_are_safe() {
        for address in ["https://e.org/", "mailto:a@e.org", "#top", "/gates/"] {
            assert!(is_safe_target(address), "{address}");
        }
        for address in
            ["http://e.org/", "//e.org/", "javascript:x", " javascript:x", "data:text/html,x", "", "a.html"]
        {
            assert!(!is_safe_target(address), "{address}");
        }
    }
}
