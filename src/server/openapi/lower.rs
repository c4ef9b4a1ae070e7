//! OpenAPI 3.1 lowered to 3.0.3, for generators that cannot read JSON Schema 2020-12.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// Lowers a whole description.
pub(super) fn to_30(mut api: Value) -> Value {
    if let Some(root) = api.as_object_mut() {
        root.insert("openapi".into(), json!("3.0.3"));
    }
    if let Some(license) = api.pointer_mut("/info/license").and_then(Value::as_object_mut) {
        license.remove("identifier");
        license.insert("url".into(), json!("https://www.apache.org/licenses/LICENSE-2.0"));
    }
    lower(&mut api);
    let types: Types = api
        .pointer("/components/schemas")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .filter_map(|(name, schema)| Some((format!("#/components/schemas/{name}"), schema.get("type")?.clone())))
        .collect();
    type_nullable(&mut api, &types);
    api
}

/// References to components and what they are.
type Types = BTreeMap<String, Value>;

/// `nullable` needs a `type` beside it: that of what may be null.
fn type_nullable(value: &mut Value, types: &Types) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|v| type_nullable(v, types)),
        Value::Object(object) => {
            if object.get("nullable") == Some(&json!(true)) && !object.contains_key("type") {
                let options = ["allOf", "anyOf", "oneOf"].iter().find_map(|key| object.get(*key)?.as_array()?.first());
                let kind = options.and_then(|option| {
                    let named = option.get("$ref").and_then(Value::as_str).and_then(|name| types.get(name));
                    named.or_else(|| option.get("type")).cloned()
                });
                if let Some(kind) = kind {
                    object.insert("type".into(), kind);
                }
            }
            object.values_mut().for_each(|v| type_nullable(v, types));
        }
        _ => {}
    }
}

fn lower(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(lower),
        Value::Object(object) => {
            // Examples are data, not schemas.
            for (key, member) in object.iter_mut() {
                if !matches!(key.as_str(), "example" | "examples" | "default" | "enum") {
                    lower(member);
                }
            }
            schema(object);
        }
        _ => {}
    }
}

/// `type: [T, null]` → `nullable`; `oneOf: [null, T]` → `nullable`; `examples: [x]` → `example`; a
/// reference beside other members → `allOf`.
fn schema(object: &mut Map<String, Value>) {
    if let Some(Value::Array(types)) = object.get("type").cloned() {
        let mut kinds: Vec<Value> = types.iter().filter(|t| *t != "null").cloned().collect();
        if kinds.len() < types.len() {
            object.insert("nullable".into(), json!(true));
        }
        object.remove("type");
        if kinds.len() == 1 {
            object.insert("type".into(), kinds.remove(0));
        }
    }
    if object.get("type").is_some_and(|t| t == "null") {
        object.insert("type".into(), json!("string"));
        object.insert("nullable".into(), json!(true));
        object.insert("enum".into(), json!([null]));
    }
    for key in ["oneOf", "anyOf"] {
        if let Some(Value::Array(options)) = object.get_mut(key) {
            let before = options.len();
            options.retain(|o| o.get("enum") != Some(&json!([null])));
            if options.len() < before {
                let rest = std::mem::take(options);
                object.insert("nullable".into(), json!(true));
                let key = if rest.len() == 1 { "allOf" } else { key };
                object.remove("oneOf");
                object.insert(key.into(), Value::Array(rest));
            }
        }
    }
    if let Some(Value::Array(examples)) = object.get("examples").cloned() {
        object.remove("examples");
        if let Some(first) = examples.into_iter().next() {
            object.insert("example".into(), first);
        }
    }
    if let Some(constant) = object.remove("const") {
        object.insert("enum".into(), json!([constant]));
    }
    for unknown in ["propertyNames", "if", "then", "else"] {
        object.remove(unknown);
    }
    if object.len() > 1
        && let Some(reference) = object.remove("$ref")
    {
        object.insert("allOf".into(), json!([{"$ref": reference}]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_becomes_nullable() {
        let mut v = json!({"a": {"type": ["string", "null"], "examples": ["x"]},
            "b": {"oneOf": [{"type": "null"}, {"$ref": "#/x"}], "description": "d"},
            "c": {"$ref": "#/x", "description": "d"}, "example": {"type": ["a", "null"]}});
        lower(&mut v);
        assert_eq!(
            v,
            json!({"a": {"type": "string", "nullable": true, "example": "x"},
                "b": {"allOf": [{"$ref": "#/x"}], "nullable": true, "description": "d"},
                "c": {"allOf": [{"$ref": "#/x"}], "description": "d"}, "example": {"type": ["a", "null"]}})
        );
    }
}
