"""What operators add to the answers: words that mean the same, and answers fixed to questions. Nothing is deleted."""

from pydantic import AwareDatetime, JsonValue
from sqlmodel import Field

from models.columns import BigId, Json, Table, UtcDateTime


class StoredLexiconEntry(Table, table=True):
    """A group of words that mean the same. campaign: "" for every one; added_by: the official's chat."""

    __tablename__ = "lexicon_entries"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    campaign: str
    words: list[JsonValue] = Field(default_factory=list, sa_type=Json)
    added_by: str
    added_at: AwareDatetime = Field(sa_type=UtcDateTime)
    withdrawn_at: AwareDatetime | None = Field(default=None, sa_type=UtcDateTime)


class StoredCuratedAnswer(Table, table=True):
    """An answer fixed to questions that are like its examples: the clauses that answer, and a sentence for them."""

    __tablename__ = "curated_answers"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    campaign: str
    questions: list[JsonValue] = Field(default_factory=list, sa_type=Json)
    clauses: list[JsonValue] = Field(default_factory=list, sa_type=Json)
    sentence: str
    added_by: str
    added_at: AwareDatetime = Field(sa_type=UtcDateTime)
    withdrawn_at: AwareDatetime | None = Field(default=None, sa_type=UtcDateTime)
