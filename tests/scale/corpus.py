"""Writes a corpus of articles as NDJSON: pieces of the fixture articles put together anew, seeded, so
that every run has the same bytes.

    python corpus.py COUNT FILE
"""

import json
import random
import sys
from pathlib import Path

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "articles"

# What a row has that no document can be made of, one in BAD_EVERY rows.
BAD_EVERY = 500
BAD = [
    {"text": None},
    {"text": "x", "html": "<p>x</p>"},
    {"text": "x", "published_at": "yesterday"},
    {"text": "x", "language": "?"},
]


def articles(count: int, seed: int = 11):
    """Yields `count` articles without options, so that tables can hold them as well."""
    sources = [json.loads(path.read_text("utf-8")) for path in sorted(FIXTURES.glob("*.json"))]
    pages = [source for source in sources if source.get("html")]
    texts = [source for source in sources if source.get("text")]
    # The language of a text is that of its first paragraphs, so pieces come from one language.
    english = [t for t in texts if t["text"].count("\n\n") > 3 and not t["id"].startswith("german")]
    assert pages and len(english) > 3, "the fixtures are missing"
    random_ = random.Random(seed)
    for number in range(count):
        article = {"id": f"{number:07}"}
        if number % BAD_EVERY == BAD_EVERY - 1:
            yield article | {k: v for k, v in random_.choice(BAD).items() if v is not None}
            continue
        kind = random_.random()
        if kind < 0.03:
            article["html"] = random_.choice(pages)["html"]
        elif kind < 0.06:
            article["text"] = random_.choice(texts)["text"]
        else:
            # A headline and a few paragraphs: about 1 KB, so that 20,000 are done in minutes.
            paragraphs = [random_.choice(english)["text"].split("\n\n")[0]]
            for other in random_.sample(english, 2):
                more = other["text"].split("\n\n")[1:]
                paragraphs += random_.sample(more, min(len(more), random_.randint(1, 3)))
            article["text"] = "\n\n".join(paragraphs)
        if random_.random() < 0.8:
            article["published_at"] = f"20{random_.randint(10, 25)}-{random_.randint(1, 12):02}-{random_.randint(1, 28):02}"
        if random_.random() < 0.3:
            article["url"] = f"https://news.example/{random_.randint(2010, 2025)}/05/story-{number}"
        yield article


def write(count: int, path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        for article in articles(count):
            file.write(json.dumps(article, ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
