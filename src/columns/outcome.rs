//! A table of articles becomes a table of outcomes: a row for each row, in order, with the document
//! or with the reason why there is none.

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions};
use arrow_schema::{ArrowError, Field, Schema, SchemaRef};
use thiserror::Error;

use super::column::{Column as _, Full, Push as _, Text, columns};
use super::{ArticleColumns, ColumnError, DocumentColumns};
use crate::article::Options;
use crate::normalizer::Normalizer;
use crate::row::{self, Refusal};

columns! {
    struct RefusalColumns of r: Refusal {
        "code" code: Text = Some(r.code),
        "pointer" pointer: Text = Some(&r.pointer),
        "detail" detail: Text = Some(&r.detail),
    }
}

/// Why a whole table could not be normalized. A bad row is no such reason.
#[derive(Debug, Error)]
pub enum TableError {
    /// The table holds no articles.
    #[error(transparent)]
    Columns(#[from] ColumnError),
    /// The documents do not fit into one table.
    #[error(transparent)]
    Full(#[from] Full),
    /// Arrow refuses the table.
    #[error(transparent)]
    Arrow(#[from] ArrowError),
}

/// The schema of [`normalize`]'s answer: the columns of a document; `error`, a struct of `code`,
/// `pointer` and `detail`, null where there is a document; and, when asked for, `json`, the
/// document's JSON with the very bytes that the HTTP service sends.
#[must_use]
pub fn schema(include_json: bool) -> SchemaRef {
    let mut fields: Vec<_> = DocumentColumns::fields().iter().cloned().collect();
    fields.push(Arc::new(Field::new("error", RefusalColumns::data_type(), true)));
    if include_json {
        fields.push(Arc::new(Field::new("json", Text::data_type(), true)));
    }
    Arc::new(Schema::new(fields))
}

/// Normalizes every row of a table. Where there is no document, all columns but `id` and `error` are
/// null.
///
/// # Errors
/// When the table does not hold articles or holds too much for one; never because of a row.
pub fn normalize(
    normalizer: &Normalizer,
    table: &RecordBatch,
    options: &Options,
    include_json: bool,
) -> Result<RecordBatch, TableError> {
    let articles = ArticleColumns::new(table)?;
    let mut documents = DocumentColumns::default();
    let (mut ids, mut errors, mut json) = (Text::default(), RefusalColumns::default(), Text::default());
    for mut article in articles.iter() {
        let outcome = row::normalize(normalizer, &mut article, options);
        match &article.id {
            Some(id) => ids.push(id)?,
            None => ids.push_null(),
        }
        match outcome {
            Ok(document) => {
                documents.push(&document)?;
                errors.push_null();
                if include_json {
                    let text = serde_json::to_string(&document).map_err(|e| ArrowError::JsonError(e.to_string()))?;
                    json.push(&text)?;
                }
            }
            Err(refusal) => {
                documents.push_null();
                errors.push(&refusal)?;
                if include_json {
                    json.push_null();
                }
            }
        }
    }
    let mut columns: Vec<ArrayRef> = documents.into_arrays().0;
    if let Some(first) = columns.first_mut() {
        *first = ids.finish();
    }
    columns.push(errors.finish());
    if include_json {
        columns.push(json.finish());
    }
    let rows = RecordBatchOptions::new().with_row_count(Some(table.num_rows()));
    Ok(RecordBatch::try_new_with_options(schema(include_json), columns, &rows)?)
}

#[cfg(test)]
mod tests {
    use arrow_array::cast::AsArray as _;
    use arrow_array::{Array as _, StringArray};
    use arrow_schema::DataType;
    use serde_json::{Value, json};

    use super::*;
    use crate::{ArticleLimits, Document};

    #[test]
    fn a_bad_row_is_a_row_with_an_error() {
        let column = |values: Vec<Option<&str>>| Arc::new(StringArray::from(values)) as ArrayRef;
        let table = RecordBatch::try_from_iter_with_nullable([
            ("id", column(vec![Some("a"), Some("b"), None]), true),
            ("text", column(vec![Some("It closed on Monday."), None, Some("x")]), true),
            ("title", column(vec![Some("Bridge closes"), None, None]), true),
            ("published_at", column(vec![Some("2024-05-24"), None, Some("soon")]), true),
        ])
        .unwrap();
        let normalizer = Normalizer::new(ArticleLimits::default());
        let out = normalize(&normalizer, &table, &Options::default(), true).unwrap();
        assert_eq!(out.schema(), schema(true));
        let text = |name: &str, row: usize| {
            let column = out.column_by_name(name).unwrap().as_string::<i32>();
            column.is_valid(row).then(|| column.value(row).to_owned())
        };
        let errors = out.column_by_name("error").unwrap().as_struct();
        let code = |row: usize| errors.is_valid(row).then(|| errors.column(0).as_string::<i32>().value(row).to_owned());
        assert_eq!([0, 1, 2].map(|row| text("id", row)), [Some("a".into()), Some("b".into()), None]);
        assert_eq!([0, 1, 2].map(code), [None, Some("text_or_html_required".into()), Some("invalid_value".into())]);
        assert_eq!(text("title", 0).as_deref(), Some("Bridge closes"));
        assert_eq!([1, 2].map(|row| text("text", row)), [None, None]);
        let document: Document = serde_json::from_str(&text("json", 0).unwrap()).unwrap();
        assert_eq!(Some(document.text), text("text", 0));
    }

    /// The names of the columns are those of a document in which every member is given.
    #[test]
    fn columns_are_named_as_in_json() {
        let span = json!([0, 1]);
        let document = json!({
            "id": "a", "content_id": "sha256:0", "near_duplicate_key": "0", "title": "t", "authors": ["a"], "source": "s",
            "language": {"tag": "en", "confidence": 1.0, "source": "detected"},
            "dateline": {"place": "KYIV", "date": "2024-05-24"},
            "published": {"value": "2024-05-24", "source": "url"}, "anchor": {"value": "2024-05-24", "source": "text"},
            "text": "t", "offset_unit": "utf8",
            "blocks": [{"kind": "title", "span": span, "source": [span]}],
            "removed": [{"reason": "share", "rule": "r", "confidence": 0.5, "source": span, "text": "x", "features": ["f"]}],
            "repairs": [{"kind": "nfc", "count": 1}],
            "entities": [{"id": 0, "type": "place", "name": "n", "aliases": ["a"], "titles": ["t"], "salience": 0.5,
                "confidence": 0.5, "mentions": [{"span": span, "text": "x", "confidence": 0.5, "source": [span]}],
                "links": {"iso3166": "UA", "geonames": 1, "coordinates": [1.5, 2.5], "confidence": 0.5}}],
            "dates": [{"span": span, "text": "x", "source": [span], "type": "SET", "timex": "P1Y", "mod": "APPROX",
                "quant": "EVERY", "freq": "1X", "begin_point": "2024", "end_point": "2025", "from": "2024-01-01",
                "to": "2024-12-31", "anchored": true, "anchored_on": "anchor", "ambiguous": true,
                "alternatives": ["2023"], "confidence": 0.5}],
            "quotes": [{"span": span, "text": "x", "source": [span], "speaker": {"entity": 0, "text": "x"}, "cue": "said"}],
            "sentences": [span],
            "stats": {"words": 1, "sentences": 1, "raw_chars": 1, "clean_chars": 1, "removed_chars": 0, "reading_seconds": 1},
            "warnings": [{"code": "c", "detail": "d"}],
            "pipeline": {"version": "0.1.0", "models": {"entities": "sha256:0"}}
        });
        let document: Document = serde_json::from_value(document).unwrap();
        same_names("", &serde_json::to_value(&document).unwrap(), &DataType::Struct(DocumentColumns::fields()));
        let mut columns = DocumentColumns::default();
        columns.push(&document).unwrap();
        assert_eq!(columns.finish().num_rows(), 1);
    }

    fn same_names(path: &str, json: &Value, column: &DataType) {
        match (json, column) {
            (Value::Object(members), DataType::Struct(fields)) => {
                let names: Vec<_> = members.keys().map(String::as_str).collect();
                let mut columns: Vec<_> = fields.iter().map(|f| f.name().as_str()).collect();
                // serde_json's map is sorted.
                columns.sort_unstable();
                assert_eq!(columns, names, "{path}");
                for field in fields {
                    same_names(&format!("{path}/{}", field.name()), &members[field.name()], field.data_type());
                }
            }
            (Value::Array(items), DataType::List(item)) => {
                same_names(&format!("{path}/0"), &items[0], item.data_type())
            }
            (Value::Array(items), DataType::Struct(fields)) => assert_eq!(items.len(), fields.len(), "{path}"),
            (Value::Object(_), DataType::Map(..)) | (Value::Bool(_), DataType::Boolean) => {}
            (Value::String(_), DataType::Utf8) => {}
            (Value::Number(_), DataType::Int32 | DataType::Float32 | DataType::Float64) => {}
            other => panic!("{path}: {other:?}"),
        }
    }
}
