//! Parquet in and out.

use std::fs::File;
use std::io;
use std::path::Path;

use arrow_array::RecordBatch;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::arrow::arrow_writer::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use parquet::file::reader::FileReader as _;
use parquet::file::serialized_reader::SerializedFileReader;

use super::draft::Draft;
use crate::article::Article;
use crate::columns::{ARTICLE_COLUMNS, ArticleColumns, DocumentColumns};

/// Rows that are handed over at once.
const CHUNK_ROWS: usize = 64;

/// The compressed size of every row group of a file.
pub(super) fn row_groups(path: &Path) -> io::Result<Vec<u64>> {
    let reader = SerializedFileReader::new(File::open(path)?)?;
    let groups = reader.metadata().row_groups();
    Ok(groups.iter().map(|group| u64::try_from(group.compressed_size()).unwrap_or_default()).collect())
}

/// Some rows of a row group.
pub(super) struct Table {
    articles: ArticleColumns,
    first_row: u64,
}

impl Table {
    /// Each article with the number of its row in the row group.
    pub(super) fn articles(&self) -> impl Iterator<Item = (u64, Article)> + '_ {
        (self.first_row..).zip(self.articles.iter())
    }
}

/// The rows of a row group. Columns that an article does not have are not read.
pub(super) struct TableReader {
    batches: ParquetRecordBatchReader,
    row: u64,
    rows: u64,
    bytes: u64,
}

impl TableReader {
    pub(super) fn open(path: &Path, group: usize, bytes: u64) -> io::Result<Self> {
        let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(path)?)?;
        let schema = builder.parquet_schema();
        let known = schema.root_schema().get_fields().iter().enumerate();
        let known = known.filter(|(_, field)| ARTICLE_COLUMNS.contains(&field.name())).map(|(n, _)| n);
        let mask = ProjectionMask::roots(schema, known.collect::<Vec<_>>());
        let rows = u64::try_from(builder.metadata().row_group(group).num_rows()).unwrap_or_default();
        let batches = builder.with_projection(mask).with_row_groups(vec![group]).with_batch_size(CHUNK_ROWS).build()?;
        Ok(Self { batches, row: 0, rows, bytes })
    }

    /// The next rows and their share of the row group's bytes.
    pub(super) fn next(&mut self) -> io::Result<Option<(Table, u64)>> {
        let Some(batch) = self.batches.next().transpose().map_err(io::Error::other)? else { return Ok(None) };
        let articles = ArticleColumns::new(&batch).map_err(io::Error::other)?;
        let (first_row, rows) = (self.row, batch.num_rows() as u64);
        self.row += rows;
        Ok(Some((Table { articles, first_row }, self.bytes * rows / self.rows.max(1))))
    }
}

/// A Parquet file of documents.
pub(super) struct TableWriter(ArrowWriter<Draft>);

impl TableWriter {
    pub(super) fn new(draft: Draft) -> io::Result<Self> {
        let properties = WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::default())).build();
        Ok(Self(ArrowWriter::try_new(draft, DocumentColumns::schema(), Some(properties))?))
    }

    pub(super) fn write(&mut self, rows: &RecordBatch) -> io::Result<()> {
        Ok(self.0.write(rows)?)
    }

    pub(super) fn finish(self) -> io::Result<Draft> {
        Ok(self.0.into_inner()?)
    }
}
