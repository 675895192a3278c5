"""What is wrong with a pack and how to mend it, in Vietnamese, for whoever writes packs."""

from collections.abc import Mapping

from campaigns.pack_problems import Problem, Rule

WORDS: Mapping[Rule, tuple[str, str]] = {
    Rule.NO_FOLDER: ("Không có thư mục này.", "Kiểm tra đường dẫn."),
    Rule.NO_PACK: ("Thư mục không có kế hoạch nào.", "Mỗi kế hoạch là một thư mục con có tệp pack.yaml."),
    Rule.DUPLICATE_PACK: ("Kế hoạch “{given}” có ở hai thư mục.", "Chỉ giữ một bản."),
    Rule.WRONG_SLUG: ("slug “{given}” khác tên thư mục.", "Đặt slug bằng tên thư mục."),
    Rule.MISSING_FILE: ("Thiếu tệp này.", "Thêm tệp, ít nhất với những khóa bắt buộc."),
    Rule.UNKNOWN_FILE: ("Tệp này không thuộc định dạng.", "Xóa đi hoặc đổi tên cho đúng."),
    Rule.UNREADABLE: ("Không đọc được tệp.", "Kiểm tra quyền đọc tệp."),
    Rule.NOT_UTF8: ("Dòng {line} không phải UTF-8.", "Lưu lại tệp bằng mã UTF-8."),
    Rule.NOT_NFC: ("Dòng {line} có chữ chưa ở dạng Unicode dựng sẵn (NFC).", "Chuyển tệp sang NFC."),
    Rule.TAB: ("Dòng {line} thụt bằng phím Tab.", "Thụt bằng dấu cách."),
    Rule.YAML_SYNTAX: ("Dòng {line} sai cú pháp YAML.", "Xem lại dấu hai chấm, dấu ngoặc, dấu nháy và thụt dòng."),
    Rule.NOT_A_MAPPING: ("“{key}” phải là các cặp khóa: giá trị.", "Viết mỗi khóa một dòng."),
    Rule.DUPLICATE_KEY: ("Khóa này viết hai lần, lần sau ở dòng {line}.", "Chỉ giữ một."),
    Rule.SPEC_VERSION: ("Phiên bản định dạng {given} không đọc được.", "Dùng spec_version: 1."),
    Rule.MISSING_KEY: ("Thiếu khóa “{key}”.", "Thêm khóa này; điều kế hoạch không nói thì ghi null."),
    Rule.UNKNOWN_KEY: ("Không có khóa “{key}”.", "Xóa đi hoặc sửa tên khóa."),
    Rule.UNQUOTED: ("“{key}” phải là chữ, YAML lại đọc ra {given}.", "Đặt giá trị trong dấu nháy."),
    Rule.INEXACT_NUMBER: ("Số thập phân {given} không chính xác.", 'Đặt số trong dấu nháy: "{given}".'),
    Rule.NOT_A_NUMBER: ("“{key}” phải là số nguyên, đang là {given}.", "Viết số, không có dấu nháy."),
    Rule.NOT_A_LIST: ("“{key}” phải là danh sách.", "Viết mỗi mục một dòng bắt đầu bằng dấu gạch."),
    Rule.OUT_OF_RANGE: ("“{key}” = {given} nằm ngoài khoảng cho phép.", "Xem lại con số."),
    Rule.UNKNOWN_CHOICE: ("“{key}” không nhận giá trị {given}.", "Chọn một trong: {expected}."),
    Rule.BAD_SLUG: ("“{given}” không đúng dạng.", "Dùng chữ thường không dấu, số và gạch nối, tối đa 48 chữ."),
    Rule.BAD_CLAUSE: ("“{given}” không phải tên điều khoản.", "Viết như II.2.1.c.3."),
    Rule.BAD_VALUE: ("“{key}” không nhận {given}.", "Xem lại giá trị theo tài liệu định dạng."),
    Rule.UNKNOWN_CLAUSE: ("Văn bản không có điều khoản {given}.", "Đối chiếu với văn bản đã nhập."),
    Rule.DUPLICATE_ID: ("Mã “{given}” dùng hai lần.", "Đặt mã khác cho một trong hai."),
    Rule.UNKNOWN_REFERENCE: ("Không có {kind} tên “{given}”.", "Sửa tên, hoặc thêm mục ấy."),
    Rule.SELF_REFERENCE: ("“{given}” dẫn về chính nó.", "Bỏ vòng dẫn."),
    Rule.WRONG_OPERATOR: ("Dấu {given} không khớp cách viết của kế hoạch.", "Dùng dấu {expected}."),
    Rule.DUPLICATE_TARGET: ("Trùng chỉ số, cấp và năm với “{other}”.", "Gộp lại, hoặc sửa cấp, năm."),
    Rule.EMPTY_TARGET_SET: (
        "Tập chỉ tiêu {year} không có chỉ tiêu nào.",
        "Kể tên chỉ tiêu, hoặc sửa cấp và điều khoản.",
    ),
    Rule.WRONG_SET_YEAR: ("Chỉ tiêu “{given}” không thuộc năm {year}.", "Chuyển sang tập của năm đúng."),
    Rule.EMPTY_GROUP: ("Nhóm tiêu chí không có phần nào.", "Thêm tiêu chí vào parts, hoặc bỏ nhóm."),
    Rule.DUPLICATE_ORDER: ("Thứ tự {given} trùng với “{other}”.", "Đánh số lại theo kế hoạch."),
    Rule.RANK_ORDER: ("Khoảng từ {start} đến {end} bị ngược.", "Đổi hai số."),
    Rule.SPAN_ORDER: ("Khoảng năm {start}-{end} bị ngược.", "Đổi hai năm."),
    Rule.IMPOSSIBLE_DATE: ("Không có ngày {given}.", "Xem lại ngày, tháng; có ngày thì phải có tháng."),
    Rule.QUARTER_AND_MONTH: ("Vừa ghi quý vừa ghi tháng.", "Chỉ giữ điều kế hoạch ghi."),
    Rule.DATE_OUTSIDE_CAMPAIGN: ("Năm {given} nằm ngoài các giai đoạn.", "Sửa năm, hoặc sửa giai đoạn."),
    Rule.SHARED_MISMATCH: (
        "Không chung câu, chung số với “{given}”.",
        "Hai chỉ tiêu phải cùng điều khoản, cùng số, dẫn lẫn nhau.",
    ),
    Rule.WRONG_MEASURE: (
        "Không phiếu hỏi nào cho ra được ({code}).",
        "Xem lại tên phiếu, tên câu, mã lựa chọn và biểu thức.",
    ),
    Rule.LOOK_ALIKES_MERGED: (
        "Bị gộp với “{given}”, dù là hai số đo khác nhau.",
        "Tách tử số, mẫu số hoặc câu trả lời.",
    ),
    Rule.LOOK_ALIKES_ONE_SIDED: ("“{given}” chưa ghi lại điều này.", "Ghi look_alikes ở cả hai chỉ số."),
    Rule.EMPTY_TEXT: ("Chữ để trống.", "Viết nội dung."),
    Rule.TEXT_TOO_LONG: ("Dài {length} chữ cái, quá {longest}.", "Viết ngắn lại, hoặc tách làm hai mục."),
    Rule.TEXT_UNTIDY: ("Có dấu cách thừa, xuống dòng hoặc ký tự lạ.", "Viết lại trên một dòng."),
    Rule.SILENCE_NOT_STATED: (
        "Để trống mà chưa nói là kế hoạch không quy định.",
        "Thêm vào not_stated với topic {topic}.",
    ),
    Rule.STATED_AFTER_ALL: ("Có nội dung mà not_stated lại nói là không có.", "Bỏ topic {topic} khỏi not_stated."),
    Rule.INFERRED_NOT_DECLARED: (
        "Năm {given} là suy ra mà chưa giải thích.",
        "Thêm vào ambiguities với điều khoản này.",
    ),
    Rule.PERIODS_DIFFER: (
        "Kế hoạch ghi thời kỳ {given}, khác các giai đoạn.",
        "Thêm vào ambiguities, rule: periods_differ.",
    ),
}


def what_is_wrong(found: Problem) -> str:
    """The problem as a sentence."""
    return WORDS[found.rule][0].format_map(dict(found.params))


def how_to_mend(found: Problem) -> str:
    """What to do about it, as a sentence."""
    return WORDS[found.rule][1].format_map(dict(found.params))
