"""What is wrong with a command line, in Vietnamese; typer says it in English."""

import re

_KNOWN = (
    (r"Missing argument '(.+?)'", "thiếu {0}"),
    (r"Missing command", "thiếu tên lệnh"),
    (r"No such command '(.+?)'", "không có lệnh «{0}»"),
    (r"No such option: (\S+)", "không có tùy chọn {0}"),
    (r"Option '(.+?)' requires an argument", "tùy chọn {0} cần một giá trị"),
    (r"Got unexpected extra arguments? \((.+?)\)", "thừa «{0}» (câu nhiều chữ cần đặt trong dấu nháy)"),
    (r"Invalid value for '(.+?)'", "giá trị của {0} không hợp lệ"),
)


def usage_sentence(message: str) -> str:
    """One sentence for a usage error; unknown ones keep typer's words."""
    for pattern, sentence in _KNOWN:
        match = re.search(pattern, message)
        if match:
            message = sentence.format(*match.groups())
            break
    return f"Cách dùng chưa đúng: {message.rstrip('.')}; gõ «danvan --help» để xem hướng dẫn."
