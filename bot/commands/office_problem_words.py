"""What is wrong in a row of a list of offices and how to mend it, in Vietnamese."""

from collections.abc import Mapping

from bot.commands import row_problem_words
from campaigns.hamlet_table import RowProblem

COLUMNS: Mapping[str, str] = {
    "office": "Tên cơ quan",
    "kind": "Loại",
    "unit_code": "Mã đơn vị",
    "unit": "Đơn vị",
    "above": "Cơ quan cấp trên",
    "office_code": "Mã cơ quan",
}
_KINDS = "sở, đơn vị trực thuộc, đoàn thể, trường, cơ sở y tế"
_OF_UNITS = ("file_empty", "column_missing", "column_repeated", "unit_outside_campaign", "unit_name_ambiguous")
WORDS: Mapping[str, str] = {
    **{code: row_problem_words.WORDS[code] for code in _OF_UNITS},
    "unit_code_unknown": "không có đơn vị nào mang mã “{code}”; xin xem lại mã.",
    "unit_name_unknown": "không có đơn vị tên “{name}”; gần nhất là “{nearest}”.",
    "office_missing": "chưa ghi tên cơ quan.",
    "office_name_too_long": "tên “{name}…” dài quá {most} chữ; xin rút gọn.",
    "office_kind_missing": f"không rõ “{{name}}” thuộc loại nào; xin ghi cột Loại ({_KINDS}).",
    "office_kind_unknown": f"không biết loại “{{kind}}”; xin ghi {_KINDS}.",
    "office_code_malformed": "mã “{code}” chỉ dùng chữ thường không dấu, số, gạch nối, nhiều nhất {most} chữ.",
    "office_repeated": "“{name}” trùng mã với dòng {first_row}; xin ghi Mã cơ quan riêng, hoặc bỏ một dòng.",
    "office_above_unknown": "không có cơ quan cấp trên “{name}” trong bảng, ở cùng đơn vị; xin ghi đúng tên.",
    "office_above_itself": "“{name}” thành cấp trên của chính nó; xin xem lại cột Cơ quan cấp trên.",
}


def sentence(problem: RowProblem) -> str:
    """What is wrong, and what to do."""
    params = dict(problem.params)
    if "column" in params:
        params["column"] = COLUMNS[str(params["column"])]
    return WORDS[problem.code].format_map(params)
