//! OpenAPI 3.1 lowered to 3.0.3, for generators that cannot read JSON Schema 2020-12.

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
    api
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

/// Whether a lowered schema holds for null alone.
fn is_null(schema: &Value) -> bool {
    schema.get("enum") == Some(&json!([null]))
}

/// `type: [T, null]` → `nullable`; `oneOf: [null, T]` → `anyOf: [T, null]`, where null is what 3.0 can
/// write of it; `examples: [x]` → `example`; a reference beside other members → `allOf`.
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
    // Generators take the first option for the type.
    if let Some(Value::Array(mut options)) = object.remove("oneOf") {
        options.sort_by_key(is_null);
        let key = if options.iter().any(is_null) { "anyOf" } else { "oneOf" };
        object.insert(key.into(), Value::Array(options));
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
                "b": {"anyOf": [{"$ref": "#/x"}, {"type": "string", "nullable": true, "enum": [null]}], "description": "d"},
                "c": {"allOf": [{"$ref": "#/x"}], "description": "d"}, "example": {"type": ["a", "null"]}})
        );
    }
}
