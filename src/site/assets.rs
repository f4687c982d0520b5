//! Static files under names that hold a fingerprint of their content, so that a browser may keep them for ever.
//!
//! The style sheets in `static/css/` become one file, `site.css`, in the order of their names. A module that imports
//! another one (`import … from "./other.js"`), or names a file beside it (`new URL("./other.bin", import.meta.url)`),
//! gets the other's fingerprinted name. A few files that the world expects at fixed places keep their names.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use super::config::Config;
use super::input::InputFile;
use super::{OutputFile, SiteError};

/// The folder of the fingerprinted files.
const FOLDER: &str = "assets";
/// The folder whose style sheets are joined, and what they become.
const STYLES: &str = "css/";
const STYLE: &str = "site.css";
/// Files whose address others write down: previews of a link outlive a build.
const FIXED: &[&str] = &["social.png", "favicon.svg"];
/// How many hexadecimal digits of the fingerprint a name holds.
const DIGITS: usize = 10;

/// All static files.
#[derive(Debug)]
pub(super) struct Assets {
    /// By name in `static/`: path below the output folder, and content.
    files: BTreeMap<String, (String, Vec<u8>)>,
}

impl Assets {
    /// Names all `files` by their content.
    ///
    /// # Errors
    /// When a module imports a module that is not there, or modules import each other in a circle.
    pub(super) fn new(files: &[InputFile]) -> Result<Self, SiteError> {
        let mut sources: BTreeMap<&str, Cow<'_, [u8]>> = BTreeMap::new();
        let mut style = Vec::new();
        for (name, bytes) in files {
            if name.starts_with(STYLES) && name.ends_with(".css") {
                style.extend_from_slice(bytes);
            } else {
                sources.insert(name, Cow::Borrowed(bytes));
            }
        }
        if !style.is_empty() {
            sources.insert(STYLE, Cow::Owned(style));
        }
        let mut assets = Self { files: BTreeMap::new() };
        for name in sources.keys() {
            assets.add(name, &sources, &mut BTreeSet::new())?;
        }
        Ok(assets)
    }

    /// Adds the file `name` after all that it imports, and gives its file name.
    fn add<'a>(
        &mut self,
        name: &'a str,
        sources: &BTreeMap<&'a str, Cow<'_, [u8]>>,
        above: &mut BTreeSet<&'a str>,
    ) -> Result<String, SiteError> {
        if let Some((path, _)) = self.files.get(name) {
            return Ok(path.rsplit('/').next().unwrap_or(path).to_owned());
        }
        let wrong = |message: String| SiteError::Input { path: format!("static/{name}"), message };
        if !above.insert(name) {
            return Err(wrong("modules import each other in a circle".to_owned()));
        }
        let mut bytes = sources[name].to_vec();
        if name.ends_with(".js") {
            let text = String::from_utf8(bytes).map_err(|error| wrong(format!("not UTF-8: {error}")))?;
            let mut linked = String::with_capacity(text.len());
            let mut rest = text.as_str();
            while let Some((before, import, after)) = next_import(rest) {
                let (key, _) = sources
                    .get_key_value(import)
                    .ok_or_else(|| wrong(format!("names `./{import}`, which is not in static/")))?;
                linked.push_str(before);
                linked.push_str(&self.add(key, sources, above)?);
                rest = after;
            }
            linked.push_str(rest);
            bytes = lean(&linked).into_bytes();
        }
        above.remove(name);
        let path = if FIXED.contains(&name) { name.to_owned() } else { fingerprinted(name, &bytes) };
        let file = path.rsplit('/').next().unwrap_or(&path).to_owned();
        self.files.insert(name.to_owned(), (path, bytes));
        Ok(file)
    }

    /// Where each file is on the site's host, by its name in `static/`.
    pub(super) fn addresses(&self, base: &str) -> BTreeMap<&str, String> {
        self.files.iter().map(|(name, (path, _))| (name.as_str(), format!("{base}{path}"))).collect()
    }

    /// The files, ready to write.
    pub(super) fn into_files(self, _config: &Config) -> impl Iterator<Item = OutputFile> {
        self.files.into_values().map(|(path, bytes)| OutputFile { path, bytes })
    }
}

/// A module without lines that are comments or empty, and without indentation. Texts in backquotes that go over several
/// lines stay as they are.
fn lean(module: &str) -> String {
    let mut out = String::with_capacity(module.len());
    let mut in_text = false;
    for line in module.lines() {
        let bare = line.trim_start();
        let is_comment = bare.starts_with("//") || (bare.starts_with("/*") && bare.ends_with("*/"));
        if !in_text && (bare.is_empty() || is_comment) {
            continue;
        }
        out.push_str(if in_text { line } else { bare });
        out.push('\n');
        in_text ^= line.matches('`').count() % 2 == 1;
    }
    out
}

/// The text up to the next name of a neighbour, the name, and the text after it: `import {x} from "./name.js"`.
fn next_import(text: &str) -> Option<(&str, &str, &str)> {
    const MARKS: [&str; 3] = ["from \"./", "import(\"./", "new URL(\"./"];
    let (at, mark) = MARKS.iter().filter_map(|mark| text.find(mark).map(|at| (at, *mark))).min()?;
    let start = at + mark.len();
    let end = start + text[start..].find('"')?;
    Some((&text[..start], &text[start..end], &text[end..]))
}

/// `assets/table.0123456789.js`.
fn fingerprinted(name: &str, bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let digits: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "bin"));
    format!("{FOLDER}/{}.{}.{ending}", stem.replace('/', "-"), &digits[..DIGITS])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(files: &[(&str, &'static str)]) -> Vec<InputFile> {
        files.iter().map(|(name, text)| ((*name).to_owned(), Cow::Borrowed(text.as_bytes()))).collect()
    }

    fn paths(files: &[(&str, &'static str)]) -> Vec<String> {
        let assets = Assets::new(&input(files)).expect("assets");
        assets.files.into_values().map(|(path, _)| path).collect()
    }

    #[test]
    fn a_changed_module_changes_the_name_of_those_that_import_it() {
        let before = paths(&[("a.js", "import {b} from \"./b.js\";"), ("b.js", "export const b = 1;")]);
        let after = paths(&[("a.js", "import {b} from \"./b.js\";"), ("b.js", "export const b = 2;")]);
        assert_ne!(before[0], after[0]);
        assert_ne!(before[1], after[1]);
    }

    #[test]
    fn an_import_names_the_fingerprinted_file() {
        let assets =
            Assets::new(&input(&[("a.js", "import {b} from \"./b.js\";"), ("b.js", "")])).expect("assets");
        let (_, text) = &assets.files["a.js"];
        let (path, _) = &assets.files["b.js"];
        let file = path.strip_prefix("assets/").expect("the folder");
        assert_eq!(String::from_utf8_lossy(text), format!("import {{b}} from \"./{file}\";\n"));
    }

    #[test]
    fn modules_lose_comments_and_indentation_but_no_text() {
        let module = "// says\nif (a) {\n  /** does */\n  b(`x\n    // y\n  `); // kept\n}\n\n";
        assert_eq!(lean(module), "if (a) {\nb(`x\n    // y\n  `); // kept\n}\n");
    }

    #[test]
    fn style_sheets_are_joined_in_the_order_of_their_names() {
        let assets =
            Assets::new(&input(&[("css/10-a.css", "a{}"), ("css/20-b.css", "b{}")])).expect("assets");
        assert_eq!(assets.files["site.css"].1, b"a{}b{}");
    }

    #[test]
    fn refuses_imports_that_lead_nowhere_or_in_a_circle() {
        assert!(Assets::new(&input(&[("a.js", "import {b} from \"./b.js\";")])).is_err());
        assert!(
            Assets::new(&input(&[
                ("a.js", "import {b} from \"./b.js\";"),
                ("b.js", "import {a} from \"./a.js\";")
            ]))
            .is_err()
        );
    }

    #[test]
    fn a_name_says_what_is_in_the_file() {
        let [script, icon, style] =
            &paths(&[("a.js", "1"), ("favicon.svg", "<svg/>"), ("css/a.css", "a{}")])[..]
        else {
            panic!("three files");
        };
        assert!(script.starts_with("assets/a.") && script.ends_with(".js"), "{script}");
        assert_eq!(script.len(), "assets/a..js".len() + DIGITS);
        assert_eq!(icon, "favicon.svg");
        assert!(style.starts_with("assets/site.") && style.ends_with(".css"), "{style}");
    }

    #[test]
    fn a_module_that_is_loaded_later_is_found_as_well() {
        let files = [("a.js", "await import(\"./b.js\");"), ("b.js", "")];
        let assets = Assets::new(&input(&files)).expect("assets");
        assert!(String::from_utf8_lossy(&assets.files["a.js"].1).contains("import(\"./b."));
    }

    #[test]
    fn a_module_knows_where_a_file_beside_it_is() {
        let files = [("a.js", "fetch(new URL(\"./b.bin\", import.meta.url));"), ("b.bin", "b")];
        let assets = Assets::new(&input(&files)).expect("assets");
        let (_, text) = &assets.files["a.js"];
        let file = assets.files["b.bin"].0.strip_prefix("assets/").expect("the folder");
        assert_eq!(
            String::from_utf8_lossy(text),
            format!("fetch(new URL(\"./{file}\", import.meta.url));\n")
        );
    }

    #[test]
    fn a_picture_need_not_be_text() {
        let files = vec![("p.png".to_owned(), Cow::Borrowed(&[0xff_u8, 0xfe][..]))];
        assert_eq!(Assets::new(&files).expect("assets").files["p.png"].1, [0xff, 0xfe]);
        let files = vec![("p.js".to_owned(), Cow::Borrowed(&[0xff_u8, 0xfe][..]))];
        assert!(Assets::new(&files).is_err());
    }
}
