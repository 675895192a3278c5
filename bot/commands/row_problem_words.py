"""What is wrong in a row of the registry's table and how to mend it, in Vietnamese."""

from collections.abc import Mapping

from campaigns.hamlet_table import RowProblem

COLUMNS: Mapping[str, str] = {
    "ward_code": "Mã phường/xã",
    "ward": "Mã phường/xã hoặc Tên phường/xã",
    "hamlet": "Tên khu phố/ấp",
    "kind": "Loại",
    "hamlet_code": "Mã khu phố/ấp",
    "households": "Số hộ",
    "as_of": "Ngày số liệu",
    "source": "Nguồn",
}
WORDS: Mapping[str, str] = {
    "file_empty": "bảng không có dòng nào; dòng đầu là tên cột, từ dòng 2 là số liệu.",
    "column_missing": "thiếu cột “{column}”; xin thêm vào dòng đầu.",
    "column_repeated": "cột “{header}” trùng nghĩa với một cột khác; chỉ giữ một cột “{column}”.",
    "unit_missing": "chưa ghi phường, xã; xin ghi mã hoặc tên.",
    "unit_code_unknown": "không có mã phường, xã “{code}”; xin xem lại mã năm chữ số.",
    "unit_name_unknown": "không có phường, xã tên “{name}”; gần nhất là “{nearest}”.",
    "unit_name_ambiguous": "tên “{name}” có ở nhiều nơi; xin ghi mã, một trong: {candidates}.",
    "unit_outside_campaign": "mã {code} ({unit}) nằm ngoài địa bàn của kế hoạch.",
    "unit_not_a_commune": "{unit} không phải phường, xã; xin ghi phường, xã.",
    "unit_code_and_name_differ": "mã {code} là {expected}, không phải “{name}”; xin sửa mã hoặc tên.",
    "unit_repeated": "số hộ của {unit} đã ghi ở dòng {first_row}; chỉ giữ một dòng.",
    "hamlet_missing": "chưa ghi tên khu phố, ấp; nếu là số của cả phường, xã thì xin ghi số hộ.",
    "hamlet_kind_missing": "không rõ “{name}” là khu phố hay ấp; xin ghi cột Loại.",
    "hamlet_kind_unknown": "không biết loại “{kind}”; xin ghi khu phố, ấp, thôn, bản…",
    "hamlet_name_too_long": "tên “{name}” dài quá; xin rút gọn, hoặc ghi mã ngắn hơn {most} chữ.",
    "hamlet_code_malformed": "mã “{hamlet_code}” chỉ dùng chữ thường không dấu, số và gạch nối.",
    "hamlet_repeated": "trùng với dòng {first_row}; chỉ giữ một dòng.",
    "hamlet_id_taken": "tên chỉ khác dấu với “{other}” ở dòng {first_row}; xin ghi mã riêng cho một trong hai.",
    "households_not_a_number": "“{households}” không phải số hộ; xin ghi số, chẳng hạn 1940.",
    "households_out_of_range": "{households} hộ là quá nhiều (tối đa {most}); xin xem lại.",
    "as_of_missing": "số hộ chưa có ngày; xin ghi cột Ngày số liệu, hoặc thêm --as-of.",
    "as_of_not_a_date": "“{as_of}” không phải ngày; xin ghi như 30/11/2025.",
    "source_missing": "số hộ chưa có nguồn; xin ghi cột Nguồn.",
}


def sentence(problem: RowProblem) -> str:
    """What is wrong, and what to do."""
    params = dict(problem.params)
    if "column" in params:
        params["column"] = COLUMNS[str(params["column"])]
    return WORDS[problem.code].format_map(params)
