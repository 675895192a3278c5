"""Expected trouble on the command line, in words: every problem of a definition with its place, or one sentence."""

from collections.abc import Iterator, Mapping

from bot.cli import render_code
from bot.commands.pack_problem_words import how_to_mend, what_is_wrong
from bot.settings import AddressUnavailable
from campaigns.campaign_units import UnitsFileError, UnitsProblem
from campaigns.errors import AppError
from campaigns.library import FormProblems
from campaigns.pack_problems import PackProblems
from campaigns.problems import Problem
from handlers.errors import SENTENCES, sentence_for

_FORM_WORDS: Mapping[str, tuple[str, str]] = {
    "yaml_syntax": ("Sai cú pháp YAML.", "Xem lại dấu hai chấm, dấu ngoặc, dấu nháy và thụt dòng."),
    "missing_units": ("Gói có phiếu hỏi nhưng thiếu units.yaml.", "Thêm units.yaml: đơn vị gốc và các cấp."),
    "missing": ("Thiếu khóa này.", "Thêm khóa."),
    "extra_forbidden": ("Không có khóa này.", "Xóa đi hoặc sửa tên khóa."),
    "duplicate_id": ("Mã dùng hai lần.", "Đặt mã khác cho một trong hai."),
    "unknown_form": ("Không có phiếu này.", "Chọn một phiếu đang có."),
    "unknown_question": ("Phiếu không có câu này.", "Sửa tên câu, hoặc bỏ câu này."),
    "needs_question": ("Câu này cần những câu khác được hỏi trước.", "Thêm các câu ấy vào phần hỏi."),
    "asked_later": ("Dẫn tới một câu hỏi sau nó.", "Đổi thứ tự, hoặc bỏ chỗ dẫn."),
    "missing_parameter": ("Gói chưa cho tham số này.", "Thêm tham số vào pack.yaml."),
    "other_version": ("Phiếu đã sang phiên bản khác.", "Ghi phiên bản đang có, và xem lại các câu chọn."),
}
_OTHER = ("Chưa đúng định dạng.", "Xem lại giá trị theo tài liệu định dạng.")


def render_words(error: AppError) -> str:
    """What happened and what to do next, in Vietnamese; a code without words keeps its name and parameters."""
    lines = list(_problem_lines(error))
    if lines:
        return "\n".join((*lines, f"{len(lines)} vấn đề, chưa chạy được. Sửa xong thì chạy lại."))
    if isinstance(error, AddressUnavailable):
        return (
            f"Không mở được {error.host}:{error.port}; có thể chương trình khác đang dùng cổng này. "
            "Chọn cổng khác, ví dụ THIDUASO_PORT=8081."
        )
    return sentence_for(error) if error.code in SENTENCES else render_code(error)


def _problem_lines(error: AppError) -> Iterator[str]:
    match error:
        case PackProblems():
            for found in error.problems:
                words = f"{what_is_wrong(found)} {how_to_mend(found)}"
                yield _line(f"{found.file} · {found.path}" if found.path else found.file, found.rule.value, words)
        case FormProblems():
            yield from map(_form_line, error.problems)
        case UnitsFileError():
            yield from map(_units_line, error.problems)
        case _:
            return


def _form_line(found: Problem) -> str:
    wrong, mend = _FORM_WORDS.get(found.code, _OTHER)
    given = ", ".join(f"{name}: {value}" for name, value in found.params)
    words = f"{wrong} ({given}) {mend}" if given else f"{wrong} {mend}"
    return _line(f"{found.file} · {found.path}" if found.path else found.file, found.code, words)


def _units_line(found: UnitsProblem) -> str:
    wrong = f"“{found.value}” không dùng được. Xem lại theo tài liệu định dạng."
    return _line(f"units.yaml · {found.at}" if found.at else "units.yaml", found.rule, wrong)


def _line(where: str, rule: str, words: str) -> str:
    return f"{where} · {rule}\n  {words}"
