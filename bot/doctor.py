"""`danvan doctor`: what is installed, configured and indexed; what is missing, and how to mend it."""

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from ipaddress import ip_address
from typing import Any, Literal
from urllib.parse import urlsplit

from bot.composition import documents_folder
from bot.file_state import FILE_NAME
from bot.settings import Settings, load_settings
from bot.state import State, open_state
from knowledge.errors import DanvanError, DatabaseUnavailable, NoIndex, SettingError

LEAST_FREE_MB = 500
_MARKS = {"ok": "✓", "note": "•", "error": "✗"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `error` keeps the assistant from working, `note` is worth knowing."""

    name: str
    status: Literal["ok", "note", "error"]
    found: str
    mend: str = ""


def examine() -> list[Finding]:
    """All findings, in the order in which one would mend them."""
    findings = [_python(), _packages()]
    try:
        settings = load_settings()
    except SettingError as error:
        mend = "Sửa biến môi trường hoặc tệp .env theo .env.example."
        return [*findings, Finding("Cài đặt", "error", str(error), mend)]
    findings.append(Finding("Cài đặt", "ok", "mọi khóa đều hợp lệ"))
    checks: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
        _home, _documents, _pictures, _index, _inbox, _chat_model, _channels, _people
    )  # fmt: skip
    return [*findings, *(finding for check in checks for finding in check(settings))]


def to_json(findings: list[Finding]) -> dict[str, Any]:
    """The object of `doctor --json`."""
    return {"ok": healthy(findings), "findings": [asdict(finding) for finding in findings]}


def to_text(findings: list[Finding]) -> str:
    """A line for each finding, and how to mend it under it."""
    lines = []
    for finding in findings:
        lines.append(f"{_MARKS[finding.status]} {finding.name}: {finding.found}")
        if finding.mend:
            lines.append(f"    → {finding.mend}")
    return "\n".join(lines)


def healthy(findings: list[Finding]) -> bool:
    """Whether nothing keeps the assistant from working."""
    return all(finding.status != "error" for finding in findings)


def _python() -> Finding:
    return Finding("Python", "ok", sys.version.split(maxsplit=1)[0])


def _packages() -> Finding:
    """Whether every package that we require is there."""
    needed = [
        re.split(r"[\[<>=!~; ]", line)[0] for line in requires("danvan") or () if "extra ==" not in line
    ]
    missing = [name for name in needed if not _version(name)]
    if missing:
        return Finding(
            "Gói cài đặt",
            "error",
            f"thiếu {', '.join(missing)}",
            "Chạy «make ask» hoặc «pip install -c constraints.txt -e .».",
        )
    shown = ("python-telegram-bot", "sentence-transformers", "faiss-cpu", "tantivy", "langchain-core")
    return Finding("Gói cài đặt", "ok", ", ".join(f"{name} {_version(name)}" for name in shown))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _home(settings: Settings) -> Iterator[Finding]:
    home = settings.danvan_home
    nearest = next(folder for folder in (home, *home.absolute().parents) if folder.exists())
    if not os.access(nearest, os.W_OK):
        yield Finding(
            "DANVAN_HOME", "error", f"không ghi được vào {home}", "Cấp quyền ghi hoặc đổi DANVAN_HOME."
        )
        return
    free = shutil.disk_usage(nearest).free // 2**20
    status: Literal["ok", "note"] = "ok" if free >= LEAST_FREE_MB else "note"
    mend = "" if status == "ok" else "Dọn bớt đĩa trước khi lập chỉ mục."
    yield Finding("DANVAN_HOME", status, f"{home}, đĩa còn trống {free} MB", mend)


def _documents(settings: Settings) -> Iterator[Finding]:
    folder = documents_folder(settings)
    if not folder.exists():
        yield Finding(
            "DANVAN_DOCUMENTS", "error", f"không có {folder}", "Đặt DANVAN_DOCUMENTS tới thư mục tài liệu."
        )
        return
    files = 1 if folder.is_file() else sum(path.is_file() for path in folder.rglob("*"))
    yield Finding("DANVAN_DOCUMENTS", "ok" if files else "note", f"{folder}, {files} tệp")


def _pictures(_settings: Settings) -> Iterator[Finding]:
    """Whether scans and photographs can be read."""
    from bot.composition import missing_for_pictures

    missing, install = missing_for_pictures()
    if missing:
        yield Finding(
            "Ảnh quét", "note", f"chưa đọc được: thiếu {missing}", f"Cài bằng «{install}» (quyền root)."
        )
    else:
        yield Finding("Ảnh quét", "ok", "đọc bằng tesseract, có tiếng Việt")


def _index(settings: Settings) -> Iterator[Finding]:
    """The published generation, verified, and whether it was made with the configured embedding."""
    from bot.composition import open_generations
    from knowledge.embedding import open_embedding

    rebuild = "Chạy «danvan index»."
    try:
        with (
            closing(open_generations(settings)) as opened,
            closing(opened.open(opened.current())) as store,
        ):
            held = f"{len(store.documents)} tài liệu, {store.passage_count} đoạn, {len(store.entries)} văn bản trong sổ"
            found, made_with = f"bản {store.generation}: {held}", store.embedding
        yield Finding("Chỉ mục", "ok", found)
        embedding = open_embedding(settings.embedding_model, settings.danvan_home, light=True)
    except NoIndex:
        yield Finding("Chỉ mục", "note", "chưa lập", f"{rebuild} «danvan ask» cũng tự lập khi chưa có.")
    except (SettingError, DatabaseUnavailable) as error:
        yield Finding("Chỉ mục", "error", str(error))
    except DanvanError as error:
        yield Finding("Chỉ mục", "error", str(error), rebuild)
    else:
        same = embedding.fingerprint == made_with
        found = f"{settings.embedding_model}, {'khớp' if same else 'khác'} với chỉ mục"
        yield Finding("EMBEDDING_MODEL", "ok" if same else "error", found, "" if same else rebuild)


def _inbox(settings: Settings) -> Iterator[Finding]:
    if not settings.database_url and not (settings.danvan_home / FILE_NAME).exists():
        return
    try:
        state = open_state(settings.danvan_home, settings.database_url)
    except DanvanError as error:
        yield Finding("Hộp thư", "error", str(error))
        return
    (waiting,) = state.row("SELECT count(*) FROM inbox WHERE state != 'done'") or (0,)
    beside = f"; {_processes(state)} tiến trình đang phục vụ" if state.shared else ""
    state.close()
    yield Finding("Hộp thư", "note" if waiting else "ok", f"{waiting} tin nhắn chưa trả lời xong{beside}")


def _processes(state: State) -> int:
    """Processes of the bot that share the state."""
    (count,) = state.row("SELECT count(*) FROM workers WHERE seen > now() - interval '5 seconds'") or (0,)
    return int(count)


def _chat_model(settings: Settings) -> Iterator[Finding]:
    """Says plainly whether questions leave this machine."""
    if not settings.chat_model:
        yield Finding(
            "CHAT_MODEL", "ok", "không dùng; câu trả lời được soạn từ tài liệu, không câu hỏi nào rời máy này"
        )
    elif stays_here(settings.chat_base_url):
        yield Finding(
            "CHAT_MODEL", "ok", f"{settings.chat_model} trên chính máy này ({settings.chat_base_url})"
        )
    else:
        where = settings.chat_base_url or "máy chủ của nhà cung cấp"
        yield Finding(
            "CHAT_MODEL", "note",
            f"{settings.chat_model}: MỌI CÂU HỎI cùng các đoạn tài liệu liên quan được gửi ra ngoài, tới {where}",
            "Chỉ giữ nếu cơ quan cho phép; để trống CHAT_MODEL thì không gì được gửi đi.",
        )  # fmt: skip


def stays_here(base_url: str) -> bool:
    """Whether an address is this machine's own."""
    host = urlsplit(base_url).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _channels(settings: Settings) -> Iterator[Finding]:
    if not settings.telegram_bot_token.get_secret_value():
        yield Finding("Telegram", "note", "chưa có mã", "Lấy mã từ @BotFather rồi đặt TELEGRAM_BOT_TOKEN.")
    else:
        how = f"webhook {settings.telegram_webhook_url}" if settings.telegram_webhook_url else "hỏi vòng"
        yield Finding("Telegram", "ok", f"có mã, {how}, máy chủ {settings.telegram_base_url}")
    if not settings.zalo_bot_token.get_secret_value():
        yield Finding("Zalo", "note", "chưa có mã", "Lấy mã từ Zalo Bot Manager rồi đặt ZALO_BOT_TOKEN.")
    else:
        yield Finding("Zalo", "ok", f"có mã, {_zalo_way(settings)}, máy chủ {settings.zalo_base_url}")


def _zalo_way(settings: Settings) -> str:
    if settings.zalo_webhook_url:
        return f"webhook {settings.zalo_webhook_url}"
    if settings.zalo_webhook_secret.get_secret_value():
        return f"webhook đăng ký bằng tay, nhận ở {settings.http_listen}/zalo"
    return "hỏi vòng (để chạy lâu dài nên đặt ZALO_WEBHOOK_URL)"


def _people(settings: Settings) -> Iterator[Finding]:
    if settings.access == "invite" and not settings.admins:
        yield Finding(
            "ACCESS", "error", "chỉ người được mời mới hỏi được, nhưng chưa có ADMINS để mời", "Đặt ADMINS."
        )
        return
    who = "ai cũng hỏi được" if settings.access == "open" else "chỉ người được mời"
    yield Finding(
        "ACCESS", "ok", f"{who}; {len(settings.admins)} quản trị, {len(settings.trainers)} báo cáo viên"
    )
