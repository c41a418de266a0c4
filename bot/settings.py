"""Settings: the only reader of the environment, then of `.env` in the working directory."""

import difflib
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import unquote, urlsplit

from dotenv import dotenv_values
from pydantic import AfterValidator, BeforeValidator, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from knowledge.errors import SettingError

ENV_FILE = ".env"
OWN_PREFIX = "DANVAN_"
MOST_DAYS = 3650


def _matches(pattern: str, meaning: str) -> Callable[[str], str]:
    """A check that a non-empty value has a form; `meaning` ends the Vietnamese sentence."""

    def check(value: str) -> str:
        if value and not re.fullmatch(pattern, value):
            raise ValueError(meaning)
        return value

    return check


def _secret_matches(pattern: str, meaning: str) -> Callable[[SecretStr], SecretStr]:
    check = _matches(pattern, meaning)

    def check_secret(value: SecretStr) -> SecretStr:
        check(value.get_secret_value())
        return value

    return check_secret


def _people(value: object) -> object:
    """«zalo:ab, 34» -> ("zalo:ab", "telegram:34"); a bare number is Telegram's."""
    if not isinstance(value, str):
        return value
    people = []
    for part in re.split(r"[,;\s]+", value.strip()):
        match = re.fullmatch(r"(?:(telegram):)?(\d+)|(zalo):([\w-]+)", part)
        if part and not match:
            raise ValueError("phải là các mã người dùng cách nhau bằng dấu phẩy, ví dụ telegram:123456789")
        if match:
            people.append(f"telegram:{match[2]}" if match[2] else f"zalo:{match[4]}")
    return tuple(people)


def _listen(value: str) -> str:
    match = re.fullmatch(r"(\[[0-9a-fA-F:]+\]|[\w.-]+):(\d{1,5})", value)
    if not match or not 0 <= int(match[2]) <= 65535:
        raise ValueError("phải là máy:cổng, ví dụ 127.0.0.1:8080")
    return value


def _days(value: object) -> int:
    """A whole number of days; nothing is kept for ever, and nothing goes before it could be read."""
    if not re.fullmatch(r"[1-9]\d{0,3}", str(value).strip()) or int(str(value)) > MOST_DAYS:
        raise ValueError(f"phải là số ngày từ 1 đến {MOST_DAYS}, ví dụ 90")
    return int(str(value))


Days = Annotated[int, BeforeValidator(_days)]
Url = Annotated[
    str,
    AfterValidator(_matches(r"https?://[^\s/]+\S*", "phải là địa chỉ bắt đầu bằng http:// hoặc https://")),
    AfterValidator(lambda url: url.rstrip("/")),
]
ModelName = Annotated[
    str,
    AfterValidator(_matches(r"\w+:\S+", "phải có dạng nhà_cung_cấp:tên_mô_hình, ví dụ openai:gpt-4o-mini")),
]
People = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_people)]
TelegramToken = Annotated[
    SecretStr,
    AfterValidator(_secret_matches(r"\d+:[\w-]+", "phải là mã do @BotFather cấp, có dạng 123456:ABC-DEF")),
]
Token = Annotated[SecretStr, AfterValidator(_secret_matches(r"\S+", "không được có khoảng trắng"))]
TelegramSecret = Annotated[
    SecretStr,
    AfterValidator(_secret_matches(r"[\w-]{1,256}", "phải gồm 1-256 ký tự A-Z, a-z, 0-9, _ hoặc -")),
]
ZaloSecret = Annotated[SecretStr, AfterValidator(_secret_matches(r"\S{8,256}", "phải dài 8-256 ký tự"))]


class Settings(BaseSettings):
    """Every setting; the key in the environment is the field's name in capitals."""

    model_config = SettingsConfigDict(
        env_file=ENV_FILE,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        validate_default=False,
    )

    danvan_home: Path = Path("var")
    danvan_documents: Path = Path("knowledge/documents")
    embedding_model: str = "embedded"
    reranker_model: str = ""
    chat_model: ModelName = ""
    chat_base_url: Url = ""
    chat_api_key: Token = SecretStr("")
    telegram_bot_token: TelegramToken = SecretStr("")
    telegram_base_url: Url = "https://api.telegram.org"
    telegram_webhook_url: Url = ""
    telegram_webhook_secret: TelegramSecret = SecretStr("")
    zalo_bot_token: Token = SecretStr("")
    zalo_base_url: Url = "https://bot-api.zaloplatforms.com"
    zalo_webhook_url: Url = ""
    zalo_webhook_secret: ZaloSecret = SecretStr("")
    http_listen: Annotated[str, AfterValidator(_listen)] = "127.0.0.1:8080"
    screen_url: Url = "http://127.0.0.1:8080"
    admins: People = ()
    trainers: People = ()
    access: Literal["open", "invite"] = "open"
    log_questions: Literal["no", "yes"] = "no"
    retention_days: Days = 90
    audit_days: Days = 730
    database_url: Annotated[
        str,
        AfterValidator(_matches(r"postgres(?:ql)?://\S+", "phải để trống hoặc bắt đầu bằng postgresql://")),
    ] = ""

    def secrets(self) -> tuple[str, ...]:
        """Every secret that is set, so that logs can be kept free of them."""
        values = (getattr(self, name) for name in type(self).model_fields)
        held = (value.get_secret_value() for value in values if isinstance(value, SecretStr))
        return tuple(secret for secret in (*held, *_passwords(self.database_url)) if secret)

    def listen_address(self) -> tuple[str, int]:
        """Host and port of HTTP_LISTEN; port 0 lets the system choose."""
        host, port = self.http_listen.rsplit(":", 1)
        return host.strip("[]"), int(port)


def _passwords(url: str) -> tuple[str, ...]:
    """The password of an address, as it is written there and as it is meant."""
    written = urlsplit(url).password or ""
    return written, unquote(written)


def load_settings() -> Settings:
    """Read the environment and `.env`; raises SettingError that names the key at fault."""
    _check_keys()
    try:
        return Settings()
    except ValidationError as error:
        raise SettingError(_sentence(error)) from None


def _check_keys() -> None:
    """Refuse keys nobody reads: any in `.env`, and those of ours by prefix in the environment."""
    known = {name.upper() for name in Settings.model_fields}
    foreign = [key for key in _env_file_keys() if key.upper() not in known]
    foreign += [key for key in os.environ if key.startswith(OWN_PREFIX) and key not in known]
    if foreign:
        near = difflib.get_close_matches(foreign[0].upper(), known, n=1)
        hint = f"; có phải {near[0]}?" if near else "; hãy xóa hoặc xem lại .env.example."
        raise SettingError(f"Không có cài đặt nào tên {foreign[0]}{hint}")


def _env_file_keys() -> list[str]:
    if not Path(ENV_FILE).is_file():
        return []
    try:
        return list(dotenv_values(ENV_FILE, encoding="utf-8"))
    except (UnicodeDecodeError, OSError):
        raise SettingError("Không đọc được tệp .env: hãy lưu lại bằng bảng mã UTF-8.") from None


_CHOICES = {"ACCESS": "phải là open hoặc invite", "LOG_QUESTIONS": "phải là no hoặc yes"}


def _sentence(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    key = str(first["loc"][0]).upper()
    own = first.get("ctx", {}).get("error")
    meaning = str(own) if own else _CHOICES.get(key, "có giá trị không hợp lệ")
    return f"Cài đặt {key} {meaning}."
