// Asks for offsets in UTF-16 code units, which is what JavaScript strings count, and slices with them.
//
//     node examples/node/offsets.mjs [http://127.0.0.1:8080]        (Node 18 or newer, no packages)

import assert from "node:assert/strict";

const service = process.argv[2] ?? "http://127.0.0.1:8080";

// The emoji is one code point, two UTF-16 units and four bytes: with another unit every slice below is off.
const raw = "Swans 🦢🦢 delay canal\n\nThe canal in Odense, Denmark, stays closed until Friday, Mayor Karen Lindqvist said.\n\nRead also: Ferry fares rise";

const response = await fetch(`${service}/v1/normalize`, {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ text: raw, published_at: "2024-05-24", options: { offset_unit: "utf16" } }),
});
const body = await response.json();
if (!response.ok) {
  console.error(`${body.status} ${body.code}: ${body.detail}`);
  process.exit(1);
}

for (const { type, name, mentions } of body.entities) {
  for (const { span: [start, end], text, source } of mentions) {
    assert.equal(body.text.slice(start, end), text);
    console.log(`${type}\t${name}\t${source.map(([from, to]) => raw.slice(from, to)).join("")}`);
  }
}
for (const { span: [start, end], text, timex } of body.dates) {
  assert.equal(body.text.slice(start, end), text);
  console.log(`date\t${timex}\t${text}`);
}
for (const { reason, source: [start, end] } of body.removed) {
  console.log(`removed\t${reason}\t${raw.slice(start, end)}`);
}
