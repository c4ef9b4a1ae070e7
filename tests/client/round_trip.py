"""A generated client against a running service: its classes hold all of what comes back."""

import datetime
import io
import json
import sys

from generated.api.documents import clean, dates, entities, normalize, normalize_batch
from generated.api.service import info, livez, readyz
from generated.client import Client
from generated.models import Article, Document, Options, Problem
from generated.types import File

TEXT = (
    "Bridge closes 🌉 in Aarhus\n\nBy Amina Wekesa\n\nAARHUS, Denmark (Reuters) - The swing bridge will close on "
    'Monday. "The old bearings are worn out," Mayor Anders Winnerskjold said.\n\nRead also: Ferry fares rise'
)

client = Client(base_url=sys.argv[1], raise_on_unexpected_status=True)
options = Options.from_dict({"offset_unit": "codepoint", "include": ["removed", "sentences", "quotes", "trace"]})
article = Article(id="a-1", text=TEXT, published_at=datetime.date(2024, 5, 24), options=options)

for operation in (normalize, clean, entities, dates):
    answer = operation.sync_detailed(client=client, body=article)
    assert answer.status_code == 200 and isinstance(answer.parsed, Document), answer
    assert answer.parsed.to_dict() == json.loads(answer.content), operation.__name__
    assert answer.parsed.id == "a-1"

document = normalize.sync(client=client, body=article)
for entity in document.entities:
    for mention in entity.mentions:
        start, end = mention.span
        assert document.text[start:end] == mention.text
for date in document.dates:
    start, end = date.source[0]
    assert TEXT[start:end] == date.text
assert document.dates and document.entities and document.quotes and document.removed

mistake = normalize.sync_detailed(client=client, body=Article(text="a", html="b"))
assert mistake.status_code == 422 and isinstance(mistake.parsed, Problem)
assert mistake.parsed.code == "text_and_html_given"
assert mistake.parsed.to_dict() == json.loads(mistake.content)

lines = "".join(json.dumps({"id": str(i), "text": TEXT}) + "\n" for i in range(3)).encode()
batch = normalize_batch.sync_detailed(client=client, body=File(payload=io.BytesIO(lines)))
last = json.loads(batch.content.splitlines()[-1])
assert last == {"summary": {"lines": 3, "ok": 3, "failed": 0}}, last

for operation in (info, livez, readyz):
    answer = operation.sync_detailed(client=client)
    assert answer.parsed.to_dict() == json.loads(answer.content), operation.__name__
print(f"{sys.argv[1]}: the generated client holds {len(document.to_dict())} members of a document, a problem and a batch")
