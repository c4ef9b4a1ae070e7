"""Normalizes one article and cuts mentions out of the text by their offsets.

    pip install requests
    python examples/python/normalize.py [http://127.0.0.1:8080]

Python counts code points, which is the default unit of the service: spans slice `str` directly.
"""

import sys

import requests

SERVICE = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080"

RAW = """Harbour bridge closes for repairs 🚧

By Amina Wekesa

The Port of Aarhus will close its swing bridge on Monday, Mayor Karen Lindqvist said. “The bearings are worn out,”
Lindqvist told reporters in Denmark.

Read also: Ferry fares rise again
"""

response = requests.post(
    f"{SERVICE}/v1/normalize",
    json={"id": "feed-42/000123", "text": RAW, "published_at": "2024-05-24"},
    timeout=30,
)
if not response.ok:
    problem = response.json()  # application/problem+json: stable `code`, human `detail`
    sys.exit(f"{problem['status']} {problem['code']}: {problem['detail']}")

document = response.json()
text = document["text"]
print(document["title"])

for removed in document["removed"]:
    start, end = removed["source"]
    print(f"  removed  {removed['reason']:<14} {RAW[start:end].strip()!r}")

for entity in document["entities"]:
    for mention in entity["mentions"]:
        start, end = mention["span"]
        assert text[start:end] == mention["text"]
        # Where it stood in the raw text: one span, unless a repair or a removal lies inside it.
        source = "".join(RAW[a:b] for a, b in mention["source"])
        print(f"  {entity['type']:<13} {entity['name']!r} as {source!r}")

for date in document["dates"]:
    start, end = date["span"]
    assert text[start:end] == date["text"]
    print(f"  {date['type']:<13} {date['text']!r} is {date['timex']}")
