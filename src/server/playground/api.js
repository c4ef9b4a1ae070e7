// Talks to the service. Addresses are relative, so that the page works behind any path prefix.

const endpoint = (path) => new URL(path, document.baseURI).href.replaceAll("'", "%27");

/** Bearer key for services that ask for one; forgotten with the page. */
let key = "";

export function useKey(value) {
  key = value;
}

/** The request for what is on the desk. `unit` is what the answer's spans count. */
export function articleOf({ text, format, published }, unit) {
  const article = format === "html" ? { html: text } : { text };
  if (published) article.published_at = published;
  article.options = { offset_unit: unit };
  return article;
}

/** An error answer of the service (RFC 9457), or a failure to reach it in the same shape. */
export class Problem extends Error {
  constructor(body) {
    super(body.detail ?? body.title);
    this.body = body;
  }
}

/** Normalizes an article; gives the document and how long it took where. */
export async function normalize(article, signal) {
  const started = performance.now();
  let response;
  try {
    response = await fetch(endpoint("v1/normalize"), {
      method: "POST",
      headers: { "content-type": "application/json", ...(key && { authorization: `Bearer ${key}` }) },
      body: JSON.stringify(article),
      signal,
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem({ title: "The server could not be reached", detail: "It may have closed the connection while the article was being sent, or it is not running." });
  }
  const body = await response.json().catch(() => null);
  const total = performance.now() - started;
  if (!response.ok) {
    throw new Problem(body ?? { title: "The server answered with an error", status: response.status });
  }
  return { document: body, timings: serverTiming(response.headers.get("server-timing") ?? ""), total };
}

/** `clean;dur=0.41, entities;dur=0.62` → [["clean", 0.41], ["entities", 0.62]]. */
export function serverTiming(header) {
  return header.split(",").flatMap((entry) => {
    const [name, ...params] = entry.trim().split(";");
    const dur = params.map((param) => /^\s*dur=([\d.]+)\s*$/.exec(param)?.[1]).find(Boolean);
    return name && dur ? [[name, Number(dur)]] : [];
  });
}

/**
 * The same request for a shell. The body goes through a here-document: a quoted argument longer than
 * 128 KiB is refused by Linux.
 */
export function curl(article) {
  return [
    `curl --silent --show-error '${endpoint("v1/normalize")}' \\`,
    "  --header 'content-type: application/json' \\",
    ...(key ? ["  --header \"authorization: Bearer $COPYDESK_KEY\" \\"] : []),
    "  --data-binary @- <<'ARTICLE'",
    JSON.stringify(article),
    "ARTICLE",
    "",
  ].join("\n");
}
