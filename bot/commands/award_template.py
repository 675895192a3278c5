"""A case to fill in, as YAML with a comment on every key."""

from collections.abc import Iterator, Mapping, Sequence

from campaigns.awarding.outline import Asked
from campaigns.format.audience import Audience
from campaigns.format.criterion import Condition
from campaigns.format.pack import Pack
from handlers.award_words import TRAITS


def template_lines(pack: Pack, audience: Audience, rows: Sequence[Asked]) -> Iterator[str]:
    """The lines of a case for one audience. Values left empty count as missing data."""
    yield f"# {pack.short_name.vi}: {audience.text.vi}."
    yield "# Điều chưa biết thì để trống: tính là thiếu số liệu, không tính là không đạt."
    awards = [form for form in pack.award_forms if any(form.id in row.awards for row in rows)]
    yield "award:  # " + ("; ".join(f"{form.id}: {form.name.vi}" for form in awards) or "kế hoạch không quy định")
    yield f"subject:\n  kind: {audience.id}\n  name:\n  parent:  # cơ quan cấp trên, nơi công tác"
    traits = dict.fromkeys(trait for row in rows for trait in row.traits)
    if traits:
        yield "  traits:  # true hoặc false; chưa rõ thì xóa dòng"
        yield from (f"    # {trait}: true  # {TRAITS[Condition(trait)]()}" for trait in traits)
    occasions = list(dict.fromkeys(each for row in rows for each in row.occasions))
    kind, _, year = (occasions or ["tong-ket 2025"])[0].partition(" ")
    listed = f"  # {'; '.join(occasions)}" if occasions else ""
    yield f"occasion:{listed}\n  kind: {kind}\n  year: {year or (pack.years or (2025, 2025))[1]}"
    yield from _given(rows)


def _given(rows: Sequence[Asked]) -> Iterator[str]:
    figures = {key: row for row in rows for key in row.give if key.startswith("figures.")}
    acts = {key: row for row in rows for key in row.give if key.startswith("declared.")}
    keys = {key: row for row in rows for key in row.give if "." not in key}
    if figures:
        yield '# Tỷ lệ "82.4", hoặc {num: 676, den: 820, source: "Báo cáo số …", date: 2025-11-30}.'
        yield "# Số tự kê khai: thêm self_report: true và coverage: 42% (tỷ lệ đã trả lời)."
        yield "figures:"
        for key, row in figures.items():
            yield f"  # {row.statement}"
            yield f"  # {key.removeprefix('figures.')}:"
    if acts:
        yield "# Việc kê khai chỉ tính khi có minh chứng (evidence) hoặc cơ quan xác nhận (confirmed_by)."
        yield "declared:"
        for key, row in acts.items():
            yield f"  # {row.statement}"
            yield f"  # {key.removeprefix('declared.')}: {_ACT}"
    for key in keys:
        yield _SINGLE[key]


_ACT = '{done: true, evidence: "số, ngày văn bản", confirmed_by: "…"}'
_SINGLE: Mapping[str, str] = {
    "ranking": '# ranking: {rank: 2, scope: "…", published_by: "…", tied_with: [], date: 2025-11-30}',
    "parent_ranking": '# Hạng của cơ quan cấp trên, nơi công tác.\n# parent_ranking: {rank: 2, published_by: "…"}',
    "score": '# score: {points: "92.5", maximum: 100, published_by: "…"}',
    "discipline": "# discipline: none  # hoặc [khiển trách]",
    "reviews": "# reviews: none  # hoặc nêu việc đang bị xem xét",
}
