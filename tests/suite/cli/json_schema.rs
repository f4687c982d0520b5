//! A check of JSON against the program's own schemas: as much of JSON Schema as they use, and an error for more.

use serde_json::Value;

use crate::support::kepdb;

/// The schema `name`, from `kepdb schema`.
#[track_caller]
pub(super) fn schema(name: &str) -> Value {
    serde_json::from_str(&kepdb(["schema", name]).run().success()).expect("a schema is JSON")
}

/// Fails unless `document` keeps to the schema `name`.
#[track_caller]
pub fn assert_valid(name: &str, document: &Value) {
    let root = schema(name);
    if let Err(problem) = check(&root, &root, document, "$") {
        panic!("{name}: {problem}\n{document:#}");
    }
}

/// Checks `value`, found at `path`, against `schema`, whose references lead into `root`.
pub(super) fn check(root: &Value, schema: &Value, value: &Value, path: &str) -> Result<(), String> {
    let keywords = schema.as_object().ok_or_else(|| format!("{path}: a schema is an object"))?;
    for (keyword, wanted) in keywords {
        match keyword.as_str() {
            "$schema" | "$defs" | "title" | "description" => {}
            "$ref" => {
                let pointer =
                    wanted.as_str().and_then(|text| text.strip_prefix('#')).ok_or("a local $ref")?;
                let target = root.pointer(pointer).ok_or_else(|| format!("{pointer} does not exist"))?;
                check(root, target, value, path)?;
            }
            "anyOf" => {
                let options = wanted.as_array().ok_or("anyOf is a list")?;
                let results: Vec<_> =
                    options.iter().filter_map(|option| check(root, option, value, path).err()).collect();
                if results.len() == options.len() {
                    return Err(format!("{path}: fits none of: {}", results.join("; ")));
                }
            }
            "type" => check_type(wanted, value, path)?,
            "const" if value == wanted => {}
            "enum" if wanted.as_array().is_some_and(|words| words.contains(value)) => {}
            "const" | "enum" => return Err(format!("{path}: {value} is not {wanted}")),
            "pattern" | "format" => check_text(keyword, wanted, value, path)?,
            "items" => {
                for (position, item) in value.as_array().into_iter().flatten().enumerate() {
                    check(root, wanted, item, &format!("{path}[{position}]"))?;
                }
            }
            "properties" | "required" | "additionalProperties" => {}
            other => return Err(format!("{path}: the keyword {other} is not checked here")),
        }
    }
    check_object(root, schema, value, path)
}

fn check_object(root: &Value, schema: &Value, value: &Value, path: &str) -> Result<(), String> {
    let (Some(properties), Some(object)) = (schema["properties"].as_object(), value.as_object()) else {
        return Ok(());
    };
    for (key, value) in object {
        match properties.get(key) {
            Some(schema) => check(root, schema, value, &format!("{path}.{key}"))?,
            None => return Err(format!("{path}: the schema does not know {key}")),
        }
    }
    for key in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if !object.contains_key(key) {
            return Err(format!("{path}: {key} is missing"));
        }
    }
    Ok(())
}

fn check_type(wanted: &Value, value: &Value, path: &str) -> Result<(), String> {
    let is = |name: &str| match name {
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_u64() || value.is_i64(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "null" => value.is_null(),
        _ => false,
    };
    let fits = match wanted {
        Value::String(name) => is(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).any(is),
        _ => false,
    };
    if fits { Ok(()) } else { Err(format!("{path}: {value} is no {wanted}")) }
}

/// The few patterns and the one format that the schemas use.
fn check_text(keyword: &str, wanted: &Value, value: &Value, path: &str) -> Result<(), String> {
    let Some(text) = value.as_str() else { return Ok(()) };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let fits = match wanted.as_str().unwrap_or_default() {
        "^[0-9]+\\.[0-9]+$" => {
            text.split_once('.').is_some_and(|(major, minor)| digits(major) && digits(minor))
        }
        "date" => text.len() == 10 && text.split('-').all(digits),
        "^https://" => text.starts_with("https://"),
        "^[A-Za-z][A-Za-z0-9]*$" => {
            text.starts_with(|c: char| c.is_ascii_alphabetic())
                && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
        }
        "^[a-z0-9]+(-[a-z0-9]+)*$" => text.split('-').all(|part| {
            !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        }),
        "^[0-9a-f]{40}$" => text.len() == 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit()),
        other => return Err(format!("{path}: the {keyword} {other} is not checked here")),
    };
    if fits { Ok(()) } else { Err(format!("{path}: {text:?} does not match {wanted}")) }
}
