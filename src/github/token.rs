//! The token, which is in no message, no debug output and no file of ours.

use std::fmt;

use reqwest::header::HeaderValue;

/// A token for GitHub's API. It shows as `***` wherever it is printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

/// Why a text is no token. The text is not repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// There is nothing in it.
    #[error("the token is empty")]
    Empty,
    /// It holds what no token holds.
    #[error("the token holds characters that no token has: is it the right file?")]
    Unreadable,
}

/// Tokens are about a hundred characters at most; what is much longer is another file.
const LONGEST: usize = 1024;

impl Token {
    /// Reads a token; white space around it does not count.
    ///
    /// # Errors
    /// When it is empty or not made of visible ASCII characters.
    pub fn new(text: &str) -> Result<Self, TokenError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(TokenError::Empty);
        }
        if text.len() > LONGEST || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(TokenError::Unreadable);
        }
        Ok(Self(text.to_owned()))
    }

    /// The value of the `Authorization` header, marked so that no library prints it either.
    pub(super) fn header(&self) -> HeaderValue {
        let mut value =
            HeaderValue::try_from(format!("Bearer {}", self.0)).expect("invariant: a token is visible ASCII");
        value.set_sensitive(true);
        value
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_never_printed() {
        let token = Token::new(" ghp_secret\n").expect("a token");
        assert_eq!(format!("{token:?}"), "***");
        assert!(!format!("{:?}", Some(&token)).contains("secret"));
        assert!(!format!("{:?}", token.header()).contains("secret"));
        assert_eq!(token.header().to_str().ok(), Some("Bearer ghp_secret"));
    }

    #[test]
    fn refuses_what_is_no_token_without_repeating_it() {
        assert_eq!(Token::new(" \n"), Err(TokenError::Empty));
        for text in ["two words", "line\nbreak", "grün", &"x".repeat(2000)] {
            let error = Token::new(text).expect_err(text);
            assert_eq!(error, TokenError::Unreadable);
            assert!(!error.to_string().contains(text));
        }
    }
}
