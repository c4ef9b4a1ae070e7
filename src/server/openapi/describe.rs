//! What the derive leaves out of the schemas: a description of each value of an enum, which OpenAPI
//! has no place for beside the value, and the constraints that take more than one keyword.

use serde_json::{Map, Value, json};

/// Where the enums of the contract are declared; their doc comments are the only text on a value.
const SOURCES: [&str; 3] =
    [include_str!("../../document.rs"), include_str!("../../article.rs"), include_str!("../../text/offsets.rs")];

/// Completes a whole description.
pub(super) fn complete(api: &mut Value) {
    if let Some(schemas) = api.pointer_mut("/components/schemas").and_then(Value::as_object_mut) {
        for (name, schema) in schemas.iter_mut() {
            values(name, schema);
            hoist(schema);
        }
        if let Some(article) = schemas.get_mut("Article").and_then(Value::as_object_mut) {
            constrain(article);
        }
    }
    unwrap_lines(api);
}

/// Adds a list of the values with their meaning to an enum's description.
fn values(name: &str, schema: &mut Value) {
    let Some(values) = schema.get("enum").and_then(Value::as_array).cloned() else { return };
    let docs = SOURCES.iter().find_map(|source| variants(source, name)).unwrap_or_default();
    let Some(Value::String(description)) = schema.get_mut("description") else { return };
    for (value, doc) in values.iter().filter_map(Value::as_str).zip(docs) {
        let lead = if description.contains("\n- ") { "\n" } else { "\n\n" };
        description.push_str(&format!("{lead}- `{value}`: {doc}"));
    }
}

/// The doc comments of an enum's variants, in order.
fn variants(source: &str, name: &str) -> Option<Vec<String>> {
    let (_, rest) = source.split_once(&format!("pub enum {name} {{\n"))?;
    let (body, _) = rest.split_once("\n}\n")?;
    let mut docs = Vec::new();
    let mut doc = String::new();
    for line in body.lines().map(str::trim) {
        if let Some(text) = line.strip_prefix("///") {
            if !doc.is_empty() {
                doc.push(' ');
            }
            doc.push_str(text.trim());
        } else if !line.is_empty() && !line.starts_with("#[") {
            docs.push(std::mem::take(&mut doc));
        }
    }
    Some(docs)
}

/// A member that may be null carries its description on the reference inside `oneOf`: it belongs to
/// the member.
fn hoist(schema: &mut Value) {
    let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else { return };
    for member in properties.values_mut().filter_map(Value::as_object_mut) {
        let inner = member.get_mut("oneOf").and_then(Value::as_array_mut).into_iter().flatten();
        let description = inner.filter_map(Value::as_object_mut).find_map(|option| option.remove("description"));
        if let Some(description) = description {
            member.insert("description".into(), description);
        }
    }
}

/// What an article must be beyond the types of its members.
fn constrain(article: &mut Map<String, Value>) {
    // Exactly one of the two bodies. As `if`, since generators make a class of each option of a `oneOf`.
    article.insert("if".into(), json!({"required": ["text"], "properties": {"text": {"type": "string"}}}));
    article.insert("then".into(), json!({"properties": {"html": {"type": "null"}}}));
    article.insert("else".into(), json!({"required": ["html"], "properties": {"html": {"type": "string"}}}));
    let Some(properties) = article.get_mut("properties").and_then(Value::as_object_mut) else { return };
    for name in ["published_at", "collected_at"] {
        if let Some(member) = properties.get_mut(name).and_then(Value::as_object_mut) {
            member.remove("type");
            let either = json!([{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}, {"type": "null"}]);
            member.insert("anyOf".into(), either);
        }
    }
    if let Some(member) = properties.get_mut("language").and_then(Value::as_object_mut) {
        member.insert("pattern".into(), json!("^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$"));
    }
}

/// Joins the lines of a paragraph that a doc comment was wrapped at.
fn unwrap_lines(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(unwrap_lines),
        Value::Object(object) => {
            for (key, member) in object.iter_mut() {
                match member {
                    Value::String(text) if key == "description" => {
                        let mut joined = String::with_capacity(text.len());
                        for line in text.split('\n') {
                            let paragraph = line.is_empty() || line.starts_with("- ") || joined.ends_with('\n');
                            if !joined.is_empty() {
                                joined.push(if paragraph { '\n' } else { ' ' });
                            }
                            joined.push_str(line);
                        }
                        *text = joined;
                    }
                    _ if matches!(key.as_str(), "example" | "examples") => {}
                    _ => unwrap_lines(member),
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_value_of_an_enum_is_described() {
        let api: Value = serde_json::from_str(super::super::json()).expect("JSON");
        let schemas = api["components"]["schemas"].as_object().expect("schemas");
        let enums: Vec<_> = schemas.iter().filter_map(|(n, s)| Some((n, s, s.get("enum")?.as_array()?))).collect();
        assert!(enums.len() > 8);
        for (name, schema, values) in enums {
            let description = schema["description"].as_str().unwrap_or_default();
            for value in values.iter().filter_map(Value::as_str) {
                let item = description.split_once(&format!("- `{value}`: ")).map(|(_, rest)| rest);
                assert!(item.is_some_and(|text| text.len() > 3), "{name}: {value} has no description");
            }
        }
    }

    #[test]
    fn wrapped_lines_are_joined_and_paragraphs_kept() {
        let mut v = json!({"description": "One\ntwo.\n\nThree\nfour.\n\n- a\n- b"});
        unwrap_lines(&mut v);
        assert_eq!(v["description"], "One two.\n\nThree four.\n\n- a\n- b");
    }
}
