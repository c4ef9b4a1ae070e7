//! The columns of a [`Document`]: its contract once more, as a table. Tests compare the names with
//! the document's JSON here, and the values in `tests/scale`, so that a member added there and
//! forgotten here is noticed.

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{Schema, SchemaRef};

use super::column::{Dictionary, Double, Flag, List, Name, Single, Text, Whole, columns};
use crate::document::{
    Block, DateMention, DatedBy, Dateline, Document, Entity, Language, Links, Mention, Pipeline, Quote, Removed,
    Repair, Speaker, Stats, Warning,
};
use crate::text::Span;

columns! {
    /// The columns of documents.
    pub struct DocumentColumns of d: Document {
        "id" id: Text = d.id.as_ref(),
        "content_id" content_id: Text = Some(&d.content_id),
        "near_duplicate_key" near_duplicate_key: Text = Some(&d.near_duplicate_key),
        "language" language: LanguageColumns = Some(&d.language),
        "title" title: Text = d.title.as_ref(),
        "authors" authors: List<Text> = Some(&d.authors),
        "source" source: Text = d.source.as_ref(),
        "dateline" dateline: DatelineColumns = d.dateline.as_ref(),
        "published" published: DatedByColumns = d.published.as_ref(),
        "anchor" anchor: DatedByColumns = d.anchor.as_ref(),
        "text" text: Text = Some(&d.text),
        "offset_unit" offset_unit: Name = Some(&d.offset_unit),
        "blocks" blocks: List<BlockColumns> = Some(&d.blocks),
        "removed" removed: List<RemovedColumns> = d.removed.as_ref(),
        "repairs" repairs: List<RepairColumns> = Some(&d.repairs),
        "entities" entities: List<EntityColumns> = d.entities.as_ref(),
        "dates" dates: List<DateColumns> = d.dates.as_ref(),
        "quotes" quotes: List<QuoteColumns> = d.quotes.as_ref(),
        "sentences" sentences: List<SpanColumns> = d.sentences.as_ref(),
        "stats" stats: StatsColumns = Some(&d.stats),
        "warnings" warnings: List<WarningColumns> = Some(&d.warnings),
        "pipeline" pipeline: PipelineColumns = Some(&d.pipeline),
    }
}

impl DocumentColumns {
    /// The schema of a table of documents.
    #[must_use]
    pub fn schema() -> SchemaRef {
        Arc::new(Schema::new(Self::fields()))
    }

    /// The rows as a table.
    #[must_use]
    pub fn finish(self) -> RecordBatch {
        let rows = self.present.len();
        let (arrays, _) = self.into_arrays();
        let options = arrow_array::RecordBatchOptions::new().with_row_count(Some(rows));
        RecordBatch::try_new_with_options(Self::schema(), arrays, &options)
            .unwrap_or_else(|_| RecordBatch::new_empty(Self::schema()))
    }
}

columns! {
    struct SpanColumns of s: Span {
        "start" start: Whole = Some(&s.start),
        "end" end: Whole = Some(&s.end),
    }
}

columns! {
    struct LanguageColumns of l: Language {
        "tag" tag: Text = Some(&l.tag),
        "confidence" confidence: Single = Some(&l.confidence),
        "source" source: Name = Some(&l.source),
    }
}

columns! {
    struct DatelineColumns of l: Dateline {
        "place" place: Text = l.place.as_ref(),
        "date" date: Text = l.date.as_ref(),
    }
}

columns! {
    struct DatedByColumns of d: DatedBy {
        "value" value: Text = Some(&d.value),
        "source" source: Name = Some(&d.source),
    }
}

columns! {
    struct BlockColumns of b: Block {
        "kind" kind: Name = Some(&b.kind),
        "span" span: SpanColumns = Some(&b.span),
        "source" source: List<SpanColumns> = Some(&b.source),
    }
}

columns! {
    struct RemovedColumns of r: Removed {
        "reason" reason: Name = Some(&r.reason),
        "rule" rule: Text = Some(&r.rule),
        "confidence" confidence: Single = Some(&r.confidence),
        "source" source: SpanColumns = Some(&r.source),
        "text" text: Text = Some(&r.text),
        "features" features: List<Text> = Some(&r.features),
    }
}

columns! {
    struct RepairColumns of r: Repair {
        "kind" kind: Name = Some(&r.kind),
        "count" count: Whole = Some(&r.count),
    }
}

columns! {
    struct EntityColumns of e: Entity {
        "id" id: Whole = Some(&e.id),
        "type" kind: Name = Some(&e.kind),
        "name" name: Text = Some(&e.name),
        "aliases" aliases: List<Text> = Some(&e.aliases),
        "titles" titles: List<Text> = Some(&e.titles),
        "salience" salience: Single = Some(&e.salience),
        "confidence" confidence: Single = Some(&e.confidence),
        "mentions" mentions: List<MentionColumns> = Some(&e.mentions),
        "links" links: LinksColumns = Some(&e.links),
    }
}

columns! {
    struct MentionColumns of m: Mention {
        "span" span: SpanColumns = Some(&m.span),
        "text" text: Text = Some(&m.text),
        "confidence" confidence: Single = Some(&m.confidence),
        "source" source: List<SpanColumns> = Some(&m.source),
    }
}

columns! {
    struct LinksColumns of l: Links {
        "iso3166" iso3166: Text = l.iso3166.as_ref(),
        "geonames" geonames: Whole = l.geonames.as_ref(),
        "coordinates" coordinates: CoordinatesColumns = l.coordinates.as_ref(),
        "confidence" confidence: Single = l.confidence.as_ref(),
    }
}

columns! {
    struct CoordinatesColumns of c: [f64; 2] {
        "latitude" latitude: Double = Some(&c[0]),
        "longitude" longitude: Double = Some(&c[1]),
    }
}

columns! {
    struct DateColumns of d: DateMention {
        "span" span: SpanColumns = Some(&d.span),
        "text" text: Text = Some(&d.text),
        "source" source: List<SpanColumns> = Some(&d.source),
        "type" kind: Name = Some(&d.kind),
        "timex" timex: Text = Some(&d.timex),
        "mod" modifier: Name = d.modifier.as_ref(),
        "quant" quant: Text = d.quant.as_ref(),
        "freq" freq: Text = d.freq.as_ref(),
        "begin_point" begin_point: Text = d.begin_point.as_ref(),
        "end_point" end_point: Text = d.end_point.as_ref(),
        "from" from: Text = d.from.as_ref(),
        "to" to: Text = d.to.as_ref(),
        "anchored" anchored: Flag = Some(&d.anchored),
        "anchored_on" anchored_on: Name = d.anchored_on.as_ref(),
        "ambiguous" ambiguous: Flag = Some(&d.ambiguous),
        "alternatives" alternatives: List<Text> = Some(&d.alternatives),
        "confidence" confidence: Single = Some(&d.confidence),
    }
}

columns! {
    struct QuoteColumns of q: Quote {
        "span" span: SpanColumns = Some(&q.span),
        "text" text: Text = Some(&q.text),
        "source" source: List<SpanColumns> = Some(&q.source),
        "speaker" speaker: SpeakerColumns = q.speaker.as_ref(),
        "cue" cue: Text = q.cue.as_ref(),
    }
}

columns! {
    struct SpeakerColumns of s: Speaker {
        "entity" entity: Whole = s.entity.as_ref(),
        "text" text: Text = Some(&s.text),
    }
}

columns! {
    struct StatsColumns of s: Stats {
        "words" words: Whole = Some(&s.words),
        "sentences" sentences: Whole = Some(&s.sentences),
        "raw_chars" raw_chars: Whole = Some(&s.raw_chars),
        "clean_chars" clean_chars: Whole = Some(&s.clean_chars),
        "removed_chars" removed_chars: Whole = Some(&s.removed_chars),
        "reading_seconds" reading_seconds: Whole = Some(&s.reading_seconds),
    }
}

columns! {
    struct WarningColumns of w: Warning {
        "code" code: Text = Some(&w.code),
        "detail" detail: Text = Some(&w.detail),
    }
}

columns! {
    struct PipelineColumns of p: Pipeline {
        "version" version: Text = Some(&p.version),
        "models" models: Dictionary = Some(&p.models),
    }
}
