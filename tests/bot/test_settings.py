"""Settings come from the environment, then `.env`; whatever is wrong is named by its key."""

from pathlib import Path

import pytest

from bot.settings import Settings, load_settings
from knowledge.errors import SettingError

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.usefixtures("clean_environment")


def test_defaults_are_those_of_the_example_file(clean_environment: Path) -> None:
    defaults = load_settings()
    (clean_environment / ".env").write_text((ROOT / ".env.example").read_text("utf-8"), "utf-8")
    assert load_settings() == defaults


def test_environment_wins_over_env_file(clean_environment: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (clean_environment / ".env").write_text("DANVAN_HOME=a\nACCESS=invite\n", "utf-8")
    monkeypatch.setenv("DANVAN_HOME", "b")
    settings = load_settings()
    assert (settings.danvan_home, settings.access) == (Path("b"), "invite")


def test_empty_value_means_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DANVAN_HOME", "")
    assert load_settings().danvan_home == Path("var")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("ACCESS", "everyone"),
        ("LOG_QUESTIONS", "maybe"),
        ("HTTP_LISTEN", "9090"),
        ("HTTP_LISTEN", "host:99999"),
        ("TELEGRAM_BOT_TOKEN", "no colon"),
        ("TELEGRAM_BASE_URL", "ftp://x"),
        ("TELEGRAM_WEBHOOK_URL", "example.org/hook"),
        ("TELEGRAM_WEBHOOK_SECRET", "có dấu"),
        ("ZALO_WEBHOOK_SECRET", "short"),
        ("CHAT_MODEL", "llama3"),
        ("CHAT_BASE_URL", "localhost:11434"),
        ("ADMINS", "@nguyenvana"),
        ("TRAINERS", "viber:12"),
        ("DATABASE_URL", "mysql://x"),
        ("RETENTION_DAYS", "-30"),
        ("RETENTION_DAYS", "mãi mãi"),
        ("RETENTION_DAYS", "1e3"),
        ("RETENTION_DAYS", "9999999999"),
        ("AUDIT_DAYS", "90.5"),
    ],
)
def test_malformed_value_names_its_key_and_shows_no_value(
    key: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(key, value)
    with pytest.raises(SettingError, match=rf"^Cài đặt {key} .*\.$") as raised:
        load_settings()
    assert value not in str(raised.value)


@pytest.mark.parametrize("days", ["0", "3651"])
def test_nothing_is_kept_for_no_time_or_for_ever(days: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RETENTION_DAYS", days)
    with pytest.raises(SettingError, match="RETENTION_DAYS phải là số ngày từ 1 đến 3650"):
        load_settings()


@pytest.mark.parametrize("line", ["FOO=1", "FOO=", "TELEGRAM_TOKEN=123:abc"])
def test_unknown_key_in_env_file_is_named(line: str, clean_environment: Path) -> None:
    (clean_environment / ".env").write_text(line, "utf-8")
    with pytest.raises(SettingError, match=f"tên {line.partition('=')[0]}"):
        load_settings()


def test_unknown_key_of_ours_in_the_environment_gets_a_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DANVAN_HOMES", "x")
    with pytest.raises(SettingError, match=r"DANVAN_HOMES; có phải DANVAN_HOME\?"):
        load_settings()


def test_env_file_in_a_foreign_encoding_is_one_sentence(clean_environment: Path) -> None:
    (clean_environment / ".env").write_bytes("ACCESS=mở".encode("utf-16"))
    with pytest.raises(SettingError, match=r"\.env.*UTF-8"):
        load_settings()


def test_people_of_both_channels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADMINS", "12, zalo:ab; telegram:34")
    assert load_settings().admins == ("telegram:12", "zalo:ab", "telegram:34")


def test_secrets_are_listed_but_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456:canary-token")
    monkeypatch.setenv("CHAT_API_KEY", "canary-key")
    settings = load_settings()
    assert set(settings.secrets()) == {"123456:canary-token", "canary-key"}
    assert "canary" not in repr(settings) + str(settings)


def test_listen_address_takes_names_and_both_families(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_LISTEN", "[::1]:0")
    assert load_settings().listen_address() == ("::1", 0)


def test_a_database_password_is_a_secret() -> None:
    secrets = Settings(_env_file=None, database_url="postgresql://danvan:m%40t-khau@may/danvan").secrets()
    assert {"m%40t-khau", "m@t-khau"} <= set(secrets)
