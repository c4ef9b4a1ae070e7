// What the codes of the API are called on the page. One place, so that chips, margin labels and cards
// use the same word.

/** Removal reasons: [label, family]. The family picks colour and line style. */
export const REASONS = {
  related_link: ["read also", "elsewhere"],
  related_block: ["related", "elsewhere"],
  truncated_teaser: ["teaser", "elsewhere"],
  navigation: ["navigation", "elsewhere"],
  comment_form: ["comment form", "readers"],
  comments: ["comments", "readers"],
  share: ["share", "readers"],
  newsletter: ["newsletter", "readers"],
  cookie_notice: ["cookies", "notices"],
  advertisement: ["advert", "notices"],
  copyright: ["copyright", "notices"],
  boilerplate: ["boilerplate", "notices"],
  byline: ["byline", "moved"],
  dateline: ["dateline", "moved"],
  timestamp: ["time stamp", "moved"],
  image_credit: ["credit", "moved"],
  tags: ["tags", "moved"],
  duplicate: ["repeat", "repeats"],
  markup: ["markup", "markup"],
};

export const reasonLabel = (reason) => REASONS[reason]?.[0] ?? reason;
export const reasonFamily = (reason) => REASONS[reason]?.[1] ?? "notices";

/** Where a removal of the family "moved" went. */
export const MOVED_TO = { byline: "authors", dateline: "dateline", timestamp: "published" };

/** Entity types in the order of the chips: [one, many]. */
export const TYPES = {
  person: ["person", "People"],
  organization: ["organization", "Organizations"],
  place: ["place", "Places"],
  facility: ["facility", "Facilities"],
  group: ["group", "Groups"],
  product: ["product", "Products"],
  event: ["event", "Events"],
  work: ["work", "Works"],
};

const REPAIRS = {
  byte_order_mark: "byte order mark",
  html_entity: "HTML references",
  control: "control characters",
  invisible: "invisible characters",
  bidi: "bidi controls",
  ligature: "ligatures",
  width: "full-width forms",
  line_break: "line breaks",
  nfc: "compositions (NFC)",
  space: "spaces",
  hard_wrap: "wrapped lines",
  hyphenation: "hyphenations",
  glued: "glued words",
};

/** "3 spaces", "1 space". */
export const repairLabel = (kind, count) => {
  const label = REPAIRS[kind] ?? kind;
  return count === 1 ? label.replace(/s(?=$| \()/, "") : label;
};

const SOURCES = {
  request: "from the request",
  html: "from the page",
  dateline: "from the dateline",
  byline: "from the byline",
  url: "from the URL",
  text: "from the text",
  detected: "detected",
};

export const sourceLabel = (source) => SOURCES[source] ?? source;

export const percent = (share) => `${Math.round(share * 100)} %`;
export const number = (n) => n.toLocaleString("en");

/** "2024-05-17" → "Friday, 17 May 2024"; other values come back as they are. */
export function longDate(iso) {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(iso ?? "");
  if (!parts) return iso;
  const date = new Date(0);
  date.setUTCFullYear(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]));
  return date.toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}

export const languageName = (tag) => {
  try {
    return new Intl.DisplayNames(["en"], { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
};
