//! Articles from the columns of a table.

use arrow_array::cast::AsArray as _;
use arrow_array::{Array as _, LargeStringArray, RecordBatch, StringArray, StringViewArray};
use arrow_schema::{DataType, Schema};
use thiserror::Error;

use crate::article::{Article, Options};

/// The columns that an article is read from. All hold text; `text` or `html` is required.
pub const ARTICLE_COLUMNS: [&str; 8] =
    ["id", "text", "html", "title", "url", "language", "published_at", "collected_at"];

/// Why a table holds no articles.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ColumnError {
    /// A column of another name: a slip such as `published` would lose what it holds.
    #[error("column {0:?} is not one of {ARTICLE_COLUMNS:?}; rename or drop it")]
    Unknown(String),
    /// A column that does not hold text.
    #[error("column {0:?} holds {1}, expected text; cast it")]
    NotText(String, DataType),
    /// Neither `text` nor `html`.
    #[error("there is no column `text` or `html`")]
    BodyMissing,
}

/// The columns of some articles.
#[derive(Debug)]
pub struct ArticleColumns {
    columns: [Option<Strings>; ARTICLE_COLUMNS.len()],
    rows: usize,
}

#[derive(Debug)]
enum Strings {
    Small(StringArray),
    Large(LargeStringArray),
    View(StringViewArray),
}

impl Strings {
    fn get(&self, row: usize) -> Option<&str> {
        match self {
            Self::Small(a) => a.is_valid(row).then(|| a.value(row)),
            Self::Large(a) => a.is_valid(row).then(|| a.value(row)),
            Self::View(a) => a.is_valid(row).then(|| a.value(row)),
        }
    }
}

impl ArticleColumns {
    /// Checks that a table of this schema holds articles.
    ///
    /// # Errors
    /// When a column is unknown or does not hold text, or none holds bodies.
    pub fn check(schema: &Schema) -> Result<(), ColumnError> {
        for field in schema.fields() {
            if !ARTICLE_COLUMNS.contains(&field.name().as_str()) {
                return Err(ColumnError::Unknown(field.name().clone()));
            }
            if !matches!(field.data_type(), DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View) {
                return Err(ColumnError::NotText(field.name().clone(), field.data_type().clone()));
            }
        }
        let bodies = ["text", "html"];
        if bodies.iter().all(|name| schema.index_of(name).is_err()) { Err(ColumnError::BodyMissing) } else { Ok(()) }
    }

    /// The articles of a table.
    ///
    /// # Errors
    /// As [`ArticleColumns::check`].
    pub fn new(table: &RecordBatch) -> Result<Self, ColumnError> {
        Self::check(&table.schema())?;
        let columns = ARTICLE_COLUMNS.map(|name| {
            let column = table.column_by_name(name)?;
            Some(match column.data_type() {
                DataType::LargeUtf8 => Strings::Large(column.as_string::<i64>().clone()),
                DataType::Utf8View => Strings::View(column.as_string_view().clone()),
                _ => Strings::Small(column.as_string::<i32>().clone()),
            })
        });
        Ok(Self { columns, rows: table.num_rows() })
    }

    /// The articles, in order.
    pub fn iter(&self) -> impl Iterator<Item = Article> + '_ {
        (0..self.rows).map(|row| {
            let [id, text, html, title, url, language, published_at, collected_at] =
                self.columns.each_ref().map(|column| Some(column.as_ref()?.get(row)?.to_owned()));
            Article { id, text, html, title, url, language, published_at, collected_at, options: Options::default() }
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::{ArrayRef, Int32Array};

    use super::*;

    fn table(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
        RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(n, a)| (n, a, true))).unwrap()
    }

    #[test]
    fn all_kinds_of_text_columns_are_read() {
        let values = vec![Some("a"), None, Some("")];
        let kinds: [ArrayRef; 3] = [
            Arc::new(StringArray::from(values.clone())),
            Arc::new(LargeStringArray::from(values.clone())),
            Arc::new(StringViewArray::from(values.clone())),
        ];
        for kind in kinds {
            let table = table(vec![("text", Arc::clone(&kind)), ("id", kind)]);
            let articles: Vec<_> = ArticleColumns::new(&table.slice(1, 2)).unwrap().iter().collect();
            assert_eq!(articles.len(), 2);
            assert_eq!((articles[0].text.as_deref(), articles[0].id.as_deref()), (None, None));
            assert_eq!((articles[1].text.as_deref(), articles[1].url.as_deref()), (Some(""), None));
        }
    }

    #[test]
    fn columns_that_cannot_be_meant_are_refused() {
        let text: ArrayRef = Arc::new(StringArray::from(vec!["x"]));
        let number: ArrayRef = Arc::new(Int32Array::from(vec![1]));
        let refuse = |columns| ArticleColumns::new(&table(columns)).err();
        assert_eq!(
            refuse(vec![("text", Arc::clone(&text)), ("published", Arc::clone(&text))]),
            Some(ColumnError::Unknown("published".into()))
        );
        assert_eq!(
            refuse(vec![("text", Arc::clone(&text)), ("id", number)]),
            Some(ColumnError::NotText("id".into(), DataType::Int32))
        );
        assert_eq!(refuse(vec![("id", text)]), Some(ColumnError::BodyMissing));
    }
}
