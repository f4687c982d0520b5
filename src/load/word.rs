//! Words with rules of their own: versions, dates, stages, names, links and the fixed words of the format.

use super::table::shown;
use super::tree::Tree;
use super::value::Value;
use crate::diag::{Code, Diagnostic};
use crate::model::{GateName, KepNumber, MinorVersion, Stage};
use crate::source::At;
use jiff::civil::Date;

/// Longest link, in bytes.
const MAX_LINK: usize = 2_000;

impl<'a> Value<'a> {
    /// A minor version, written `1.35` and in no other way: a record has one spelling.
    pub(super) fn version(self) -> Option<At<MinorVersion>> {
        let written = self.string()?;
        if let Some(version) = exact_version(written.value) {
            return Some(self.at(version));
        }
        let message = format!("`{}` is no minor version", shown(written.value));
        let meant = written.parse::<MinorVersion>().ok();
        let (label, help) = match meant {
            Some(version) => ("more than major and minor", format!("write \"{version}\"")),
            None => ("not a version", "write major and minor, such as \"1.35\"".to_owned()),
        };
        self.report.push(self.problem(Code::InvalidVersion, message, label).help(help));
        meant.map(|version| self.at(version))
    }

    /// A date without a time, written without quotes.
    pub(super) fn date(self) -> Option<At<Date>> {
        let report = |label: &str, help: String| {
            let message = format!("`{}` must be a date", self.name);
            self.report.push(self.problem(Code::InvalidDate, message, label).help(help));
        };
        let day = match self.tree {
            Tree::Date(year, month, day) => {
                match (i16::try_from(year), i8::try_from(month), i8::try_from(day)) {
                    (Ok(year), Ok(month), Ok(day)) => Date::new(year, month, day).ok(),
                    _ => None,
                }
            }
            Tree::Time => {
                report("has a time", "write only the day, such as 2026-11-23".to_owned());
                return None;
            }
            Tree::Text(text) => {
                let help = match text.trim().parse::<Date>() {
                    Ok(date) => format!("write {date} without quotes"),
                    Err(_) => "write a date without quotes, such as 2026-11-23".to_owned(),
                };
                report("a string", help);
                return None;
            }
            _ => {
                self.wrong_type("a date", None);
                return None;
            }
        };
        if day.is_none() {
            report("no such day", "write a day that exists, such as 2026-11-23".to_owned());
        }
        day.map(|day| self.at(day))
    }

    /// A stage, in lower case.
    pub(super) fn stage(self) -> Option<At<Stage>> {
        let written = self.string()?;
        if let Some(stage) = Stage::ALL.iter().find(|stage| stage.as_str() == written.value) {
            return Some(self.at(*stage));
        }
        let unknown = self.problem(
            Code::UnknownStage,
            format!("unknown stage `{}`", shown(written.value)),
            "none of alpha, beta, stable, deprecated",
        );
        let meant = written.trim().parse::<Stage>().ok();
        self.report.push(match meant {
            Some(stage) => unknown.help(format!("write \"{stage}\"")),
            None => unknown.did_you_mean(written.value, Stage::ALL.iter().map(|stage| stage.as_str())),
        });
        meant.map(|stage| self.at(stage))
    }

    /// One of the fixed words `all`, which are spelt as `spelling` says.
    pub(super) fn one_of<T: Copy>(self, all: &[T], spelling: fn(T) -> &'static str) -> Option<At<T>> {
        let written = self.string()?;
        if let Some(word) = all.iter().find(|word| spelling(**word) == written.value) {
            return Some(self.at(*word));
        }
        let words: Vec<_> = all.iter().map(|word| spelling(*word)).collect();
        self.report.push(
            self.problem(
                Code::UnknownValue,
                format!("unknown {} `{}`", self.name, shown(written.value)),
                "not one of the known words",
            )
            .help(format!("write one of: {}", words.join(", ")))
            .did_you_mean(written.value, words.iter().copied()),
        );
        None
    }

    /// A slug: lower-case letters and digits, with single hyphens between them.
    pub(super) fn slug(self) -> Option<At<String>> {
        let written = self.string()?;
        if !is_slug(written.value) {
            self.invalid_name(
                "slug",
                "write lower-case letters and digits with single hyphens, such as api-machinery",
            );
            return None;
        }
        Some(written.map(str::to_owned))
    }

    /// A gate's name.
    pub(super) fn gate_name(self) -> Option<At<GateName>> {
        let written = self.string()?;
        let name = GateName::new(written.value);
        if name.is_none() {
            self.invalid_name("gate name", "gate names are letters and digits and start with a letter");
        }
        name.map(|name| self.at(name))
    }

    /// A KEP's number.
    pub(super) fn kep_number(self) -> Option<At<KepNumber>> {
        Some(self.number()?.map(KepNumber))
    }

    /// A commit hash in full, in lower-case hexadecimal.
    pub(super) fn commit(self) -> Option<At<String>> {
        let written = self.string()?;
        let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if !matches!(written.len(), 40 | 64) || !written.bytes().all(hex) {
            self.invalid_name("commit", "write the whole hash: 40 (or 64) lower-case hexadecimal digits");
            return None;
        }
        Some(written.map(str::to_owned))
    }

    /// A path inside an upstream repository.
    pub(super) fn upstream_path(self) -> Option<At<String>> {
        let written = self.string()?;
        let odd = |byte: u8| byte <= b' ' || matches!(byte, b'\\' | b'?' | b'#' | b'%' | 0x7f..);
        let inside =
            !written.bytes().any(odd) && written.split('/').all(|part| !matches!(part, "" | "." | ".."));
        if !inside {
            self.invalid_name(
                "path inside a repository",
                "write the path from the repository's root, such as keps/sig-auth/…/kep.yaml",
            );
            return None;
        }
        Some(written.map(str::to_owned))
    }

    /// A link that is safe to follow from a page.
    pub(super) fn link(self) -> Option<At<String>> {
        let written = self.string()?;
        if let Some(flaw) = link_flaw(written.value) {
            let message = format!("`{}` is no link to use", shown(written.value));
            self.report.push(
                self.problem(Code::InsecureLink, message, flaw)
                    .help("write a full address that starts with https://"),
            );
            return None;
        }
        Some(written.map(str::to_owned))
    }

    fn invalid_name(&self, what: &str, help: &str) {
        let written = if let Tree::Text(text) = self.tree { text } else { "" };
        let message = format!("`{}` is no {what}", shown(written));
        let problem: Diagnostic = self.problem(Code::InvalidName, message, format!("not a {what}"));
        self.report.push(problem.help(help));
    }
}

/// Major and minor as a record writes them: two numbers without leading zeros.
fn exact_version(text: &str) -> Option<MinorVersion> {
    let number = |digits: &str| {
        let plain = digits == "0" || !digits.starts_with(['0', '+']);
        digits.parse::<u16>().ok().filter(|_| plain)
    };
    let (major, minor) = text.split_once('.')?;
    Some(MinorVersion::new(number(major)?, number(minor)?))
}

/// Whether `word` is a slug.
pub(super) fn is_slug(word: &str) -> bool {
    let word = word.as_bytes();
    let fits = |(at, byte): (usize, &u8)| match byte {
        b'a'..=b'z' | b'0'..=b'9' => true,
        b'-' => at > 0 && word.get(at + 1).is_some_and(|next| *next != b'-'),
        _ => false,
    };
    (1..=200).contains(&word.len()) && word.iter().enumerate().all(fits)
}

/// What is wrong with a link, if anything.
fn link_flaw(link: &str) -> Option<&'static str> {
    if link.len() > MAX_LINK {
        return Some("longer than 2,000 bytes");
    }
    // Plain ASCII is the common case; the two other checks are for a better message.
    let odd = |byte: u8| {
        !byte.is_ascii_graphic()
            || matches!(byte, b'"' | b'\'' | b'<' | b'>' | b'`' | b'\\' | b'{' | b'}' | b'|' | b'^')
    };
    if link.bytes().any(odd) {
        return Some(match link.chars().find(|c| c.is_control() || c.is_whitespace()) {
            Some(_) => "has white space or control characters",
            None => "has characters that an address must not have",
        });
    }
    let Some(rest) = link.strip_prefix("https://") else {
        return Some("does not start with https://");
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.contains('@') {
        return Some("has a user name before the host");
    }
    let (host, port) = authority.split_once(':').unwrap_or((authority, "443"));
    let label = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    if !host.split('.').all(label) {
        return Some("has no valid host");
    }
    if port.parse::<u16>().is_err() {
        return Some("has no valid port");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{exact_version, is_slug, link_flaw};
    use crate::model::MinorVersion;

    #[test]
    fn versions_have_one_spelling() {
        assert_eq!(exact_version("1.35"), Some(MinorVersion::new(1, 35)));
        assert_eq!(exact_version("1.0"), Some(MinorVersion::new(1, 0)));
        for bad in
            ["", "1", "1.", ".1", "v1.35", "1.35.0", "01.35", "1.035", "+1.35", "1.+35", "1.99999", " 1.35"]
        {
            assert_eq!(exact_version(bad), None, "{bad}");
        }
    }

    #[test]
    fn slugs_have_single_hyphens_between_words() {
        for good in ["a", "api-machinery", "1-2-3", "x86"] {
            assert!(is_slug(good), "{good}");
        }
        for bad in ["", "-a", "a-", "a--b", "A", "a b", "a_b", "ä", "../x"] {
            assert!(!is_slug(bad), "{bad}");
        }
    }

    #[test]
    fn links_are_https_with_a_host_and_nothing_odd() {
        for good in [
            "https://kubernetes.io",
            "https://kubernetes.io/docs/a_(b)/?x=1&y=2#z",
            "https://k8s.io:8443/a@b",
            "https://github.com/kubernetes/enhancements/issues/4317",
        ] {
            assert_eq!(link_flaw(good), None, "{good}");
        }
        let long = format!("https://kubernetes.io/{}", "a".repeat(2_000));
        for bad in [
            "",
            "http://kubernetes.io",
            "HTTPS://kubernetes.io",
            "javascript:alert(1)",
            "//kubernetes.io",
            "https://",
            "https:///path",
            "https://user@kubernetes.io",
            "https://user:pass@kubernetes.io",
            "https://kubernetes.io:port/",
            "https://kubernetes..io/",
            "https://kubernetes.io/a b",
            "https://kubernetes.io/\u{7}",
            "https://kubernetes.io/\u{202e}",
            "https://kübernetes.io/",
            "https://kubernetes.io/\"><script>",
            "https://kubernetes.io\\@evil.example/",
            &long,
        ] {
            assert!(link_flaw(bad).is_some(), "{bad}");
        }
    }
}
