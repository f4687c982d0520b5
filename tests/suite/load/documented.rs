//! `docs/records.md` documents what the reader reads.

use kepdb::load::keys;

#[test]
fn every_key_of_the_format_is_documented_under_its_file() {
    let docs = include_str!("../../../docs/records.md");
    let sections: Vec<_> = docs.split("\n## ").collect();
    for table in keys::ALL {
        let section = sections
            .iter()
            .find(|section| section.lines().next().is_some_and(|heading| heading.contains(table.file)))
            .unwrap_or_else(|| panic!("no heading of docs/records.md names {}", table.file));
        for key in table.keys {
            let row = format!("| `{key}` |");
            assert!(section.contains(&row), "{} {}: no row for `{key}`", table.file, table.table);
        }
    }
}
