//! Builders of columns. Every column can be null, so that a row without a document has a place.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::sync::Arc;

use arrow_array::builder::{ArrayBuilder as _, BooleanBuilder, PrimitiveBuilder, StringBuilder};
use arrow_array::types::{ArrowPrimitiveType, Float32Type, Float64Type, Int32Type};
use arrow_array::{ArrayRef, ListArray, MapArray, StructArray};
use arrow_buffer::{NullBuffer, NullBufferBuilder, OffsetBuffer, ScalarBuffer};
use arrow_schema::{DataType, Field, Fields};
use serde::Serialize;
use thiserror::Error;

/// A column has reached the 2 GiB (or two thousand million items) that its offsets can count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the rows give more than 2 GiB in one column; split the batch")]
pub struct Full;

/// A column that is being filled.
pub(super) trait Column: Default {
    fn data_type() -> DataType;
    fn push_null(&mut self);
    fn len(&self) -> usize;
    fn finish(self) -> ArrayRef;
}

/// A column that takes values of `T`.
pub(super) trait Push<T: ?Sized>: Column {
    fn push(&mut self, value: &T) -> Result<(), Full>;
}

/// Text.
#[derive(Default)]
pub(super) struct Text(StringBuilder);

impl Text {
    fn has_room(&self, more: usize) -> Result<(), Full> {
        i32::try_from(self.0.values_slice().len() + more).map(|_| ()).map_err(|_| Full)
    }
}

impl Column for Text {
    fn data_type() -> DataType {
        DataType::Utf8
    }
    fn push_null(&mut self) {
        self.0.append_null();
    }
    fn len(&self) -> usize {
        self.0.len()
    }
    fn finish(mut self) -> ArrayRef {
        Arc::new(self.0.finish())
    }
}

impl Push<str> for Text {
    fn push(&mut self, value: &str) -> Result<(), Full> {
        self.has_room(value.len())?;
        self.0.append_value(value);
        Ok(())
    }
}

impl Push<String> for Text {
    fn push(&mut self, value: &String) -> Result<(), Full> {
        self.push(value.as_str())
    }
}

/// Values of enumerations, by their names in JSON.
#[derive(Default)]
pub(super) struct Name(Text);

/// Longest name of any enumeration of the contract, with room to spare.
const MAX_NAME: usize = 64;

impl Column for Name {
    fn data_type() -> DataType {
        DataType::Utf8
    }
    fn push_null(&mut self) {
        self.0.push_null();
    }
    fn len(&self) -> usize {
        self.0.len()
    }
    fn finish(self) -> ArrayRef {
        self.0.finish()
    }
}

impl<T: Serialize> Push<T> for Name {
    fn push(&mut self, value: &T) -> Result<(), Full> {
        /// serde writes a variant without fields to a formatter as its name.
        struct Named<'a, T>(&'a T);
        impl<T: Serialize> fmt::Display for Named<'_, T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.serialize(f)
            }
        }
        self.0.has_room(MAX_NAME)?;
        write!(self.0.0, "{}", Named(value)).map_err(|_| Full)?;
        self.0.0.append_value("");
        Ok(())
    }
}

/// Numbers of one Arrow type.
pub(super) struct Numbers<P: ArrowPrimitiveType>(PrimitiveBuilder<P>);

impl<P: ArrowPrimitiveType> Default for Numbers<P> {
    fn default() -> Self {
        Self(PrimitiveBuilder::new())
    }
}

impl<P: ArrowPrimitiveType> Column for Numbers<P> {
    fn data_type() -> DataType {
        P::DATA_TYPE
    }
    fn push_null(&mut self) {
        self.0.append_null();
    }
    fn len(&self) -> usize {
        self.0.len()
    }
    fn finish(mut self) -> ArrayRef {
        Arc::new(self.0.finish())
    }
}

/// Positions, counts and identifiers: all far below 2³¹.
pub(super) type Whole = Numbers<Int32Type>;
/// Confidences and shares.
pub(super) type Single = Numbers<Float32Type>;
/// Degrees.
pub(super) type Double = Numbers<Float64Type>;

impl Push<u32> for Whole {
    fn push(&mut self, value: &u32) -> Result<(), Full> {
        self.0.append_value(i32::try_from(*value).unwrap_or(i32::MAX));
        Ok(())
    }
}

impl Push<f32> for Single {
    fn push(&mut self, value: &f32) -> Result<(), Full> {
        self.0.append_value(*value);
        Ok(())
    }
}

impl Push<f64> for Double {
    fn push(&mut self, value: &f64) -> Result<(), Full> {
        self.0.append_value(*value);
        Ok(())
    }
}

/// True or false.
#[derive(Default)]
pub(super) struct Flag(BooleanBuilder);

impl Column for Flag {
    fn data_type() -> DataType {
        DataType::Boolean
    }
    fn push_null(&mut self) {
        self.0.append_null();
    }
    fn len(&self) -> usize {
        self.0.len()
    }
    fn finish(mut self) -> ArrayRef {
        Arc::new(self.0.finish())
    }
}

impl Push<bool> for Flag {
    fn push(&mut self, value: &bool) -> Result<(), Full> {
        self.0.append_value(*value);
        Ok(())
    }
}

/// Where the items of each row end, and which rows are null.
struct Ends {
    ends: Vec<i32>,
    present: NullBufferBuilder,
}

impl Default for Ends {
    fn default() -> Self {
        Self { ends: vec![0], present: NullBufferBuilder::new(0) }
    }
}

impl Ends {
    fn push(&mut self, items: usize) -> Result<(), Full> {
        self.ends.push(i32::try_from(items).map_err(|_| Full)?);
        self.present.append_non_null();
        Ok(())
    }

    fn push_null(&mut self) {
        self.ends.push(self.ends.last().copied().unwrap_or_default());
        self.present.append_null();
    }

    const fn rows(&self) -> usize {
        self.ends.len() - 1
    }

    fn finish(mut self) -> (OffsetBuffer<i32>, Option<NullBuffer>) {
        (OffsetBuffer::new(ScalarBuffer::from(self.ends)), self.present.finish())
    }
}

/// Lists of what another column holds.
#[derive(Default)]
pub(super) struct List<C> {
    items: C,
    ends: Ends,
}

impl<C: Column> List<C> {
    fn item() -> Arc<Field> {
        Arc::new(Field::new("item", C::data_type(), true))
    }
}

impl<C: Column> Column for List<C> {
    fn data_type() -> DataType {
        DataType::List(Self::item())
    }
    fn push_null(&mut self) {
        self.ends.push_null();
    }
    fn len(&self) -> usize {
        self.ends.rows()
    }
    fn finish(self) -> ArrayRef {
        let (offsets, nulls) = self.ends.finish();
        Arc::new(ListArray::new(Self::item(), offsets, self.items.finish(), nulls))
    }
}

impl<T, C: Push<T>> Push<Vec<T>> for List<C> {
    fn push(&mut self, values: &Vec<T>) -> Result<(), Full> {
        for value in values {
            self.items.push(value)?;
        }
        self.ends.push(self.items.len())
    }
}

/// Text by name.
#[derive(Default)]
pub(super) struct Dictionary {
    keys: Text,
    values: Text,
    ends: Ends,
}

impl Dictionary {
    fn fields() -> Fields {
        Fields::from(vec![Field::new("key", DataType::Utf8, false), Field::new("value", DataType::Utf8, true)])
    }

    fn entries() -> Arc<Field> {
        Arc::new(Field::new("entries", DataType::Struct(Self::fields()), false))
    }
}

impl Column for Dictionary {
    fn data_type() -> DataType {
        DataType::Map(Self::entries(), false)
    }
    fn push_null(&mut self) {
        self.ends.push_null();
    }
    fn len(&self) -> usize {
        self.ends.rows()
    }
    fn finish(self) -> ArrayRef {
        let (offsets, nulls) = self.ends.finish();
        let entries = StructArray::new(Self::fields(), vec![self.keys.finish(), self.values.finish()], None);
        Arc::new(MapArray::new(Self::entries(), offsets, entries, nulls, false))
    }
}

impl Push<BTreeMap<String, String>> for Dictionary {
    fn push(&mut self, map: &BTreeMap<String, String>) -> Result<(), Full> {
        for (key, value) in map {
            self.keys.push(key)?;
            self.values.push(value)?;
        }
        self.ends.push(self.keys.len())
    }
}

/// Declares the columns of a struct: the name of each and, for a row, its value or none.
macro_rules! columns {
    ($(#[$doc:meta])* $visibility:vis struct $columns:ident of $row:ident: $type:ty {
        $($name:literal $field:ident: $column:ty = $value:expr),* $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Default)]
        $visibility struct $columns {
            $($field: $column,)*
            present: $crate::columns::column::Present,
        }

        impl $columns {
            /// The fields, in order. All can be null.
            $visibility fn fields() -> arrow_schema::Fields {
                use $crate::columns::column::Column;
                arrow_schema::Fields::from(vec![
                    $(arrow_schema::Field::new($name, <$column>::data_type(), true),)*
                ])
            }

            /// Appends a row.
            ///
            /// # Errors
            /// When a column is full; the columns are of no use then.
            $visibility fn push(&mut self, $row: &$type) -> Result<(), $crate::columns::column::Full> {
                use $crate::columns::column::{Column, Push};
                $(match $value {
                    Some(value) => self.$field.push(value)?,
                    None => self.$field.push_null(),
                })*
                self.present.push(true);
                Ok(())
            }

            /// Appends a row of nulls.
            $visibility fn push_null(&mut self) {
                use $crate::columns::column::Column;
                $(self.$field.push_null();)*
                self.present.push(false);
            }

            /// The finished columns, in the order of the fields, and which rows are null.
            $visibility fn into_arrays(self) -> (Vec<arrow_array::ArrayRef>, Option<arrow_buffer::NullBuffer>) {
                use $crate::columns::column::Column;
                (vec![$(self.$field.finish(),)*], self.present.finish())
            }
        }

        impl $crate::columns::column::Column for $columns {
            fn data_type() -> arrow_schema::DataType {
                arrow_schema::DataType::Struct(Self::fields())
            }
            fn push_null(&mut self) {
                Self::push_null(self);
            }
            fn len(&self) -> usize {
                self.present.len()
            }
            fn finish(self) -> arrow_array::ArrayRef {
                let (arrays, nulls) = self.into_arrays();
                std::sync::Arc::new(arrow_array::StructArray::new(Self::fields(), arrays, nulls))
            }
        }

        impl $crate::columns::column::Push<$type> for $columns {
            fn push(&mut self, row: &$type) -> Result<(), $crate::columns::column::Full> {
                Self::push(self, row)
            }
        }
    };
}
pub(super) use columns;

/// Which rows are not null.
pub(super) struct Present(NullBufferBuilder);

impl Default for Present {
    fn default() -> Self {
        Self(NullBufferBuilder::new(0))
    }
}

impl Present {
    pub(super) fn push(&mut self, present: bool) {
        self.0.append(present);
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn finish(mut self) -> Option<NullBuffer> {
        self.0.finish()
    }
}
