"""Settings: read from the environment (prefix `THIDUASO_`) and a `.env` file, here and nowhere else."""

import hmac
import os
import secrets
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import ClassVar

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from campaigns.errors import AppError


@dataclass(eq=False)
class AddressUnavailable(AppError):
    """The web page cannot listen where the settings say: another program does, or this one may not."""

    code: ClassVar[str] = "address_unavailable"
    host: str
    port: int


class Settings(BaseSettings):
    """Everything that an operator may set. With none set the whole product runs on the web channel with SQLite."""

    model_config = SettingsConfigDict(
        env_prefix="THIDUASO_", env_file=".env", env_file_encoding="utf-8", extra="ignore"
    )

    database_url: str = Field(
        "sqlite:///data/thiduaso.db",
        description="`sqlite:///…`, một tệp SQLite; hoặc `postgresql://…`, một cơ sở dữ liệu trên máy chủ PostgreSQL",
    )
    host: str = Field("127.0.0.1", description="địa chỉ mà trang web lắng nghe")
    port: int = Field(8080, ge=0, le=65535, description="cổng của trang web; 0: cổng trống bất kỳ")
    secret_key: SecretStr | None = Field(
        None, description="khóa ký cookie; để trống thì tạo một lần trong thư mục của cơ sở dữ liệu"
    )
    campaigns: str = Field("", description="các thư mục gói phong trào thêm, cách nhau bằng dấu `:`")
    https: bool = Field(False, description="`true` khi trang chạy sau HTTPS: cookie chỉ đi qua HTTPS")
    trust_proxy: bool = Field(
        False, description="`true` khi đứng sau proxy của mình: địa chỉ khách lấy từ `X-Forwarded-For`"
    )
    bot_token: SecretStr | None = Field(
        None, description="mã của bot Telegram do BotFather cấp; để trống thì không bật Telegram"
    )
    telegram_api_url: str = Field(
        "https://api.telegram.org", description="địa chỉ Bot API, khi dùng máy chủ Bot API của mình"
    )
    webhook_url: str = Field(
        "",
        description=(
            "địa chỉ HTTPS công khai của trang; Telegram sẽ gửi tin tới `/telegram` dưới địa chỉ ấy. "
            "Để trống: tự hỏi tin mới, không cần địa chỉ công khai"
        ),
    )
    webhook_secret: SecretStr | None = Field(
        None, description="mật khẩu Telegram phải gửi kèm (A–Z a–z 0–9 _ -); để trống thì tính từ khóa ký"
    )
    log_json: bool = Field(False, description="`true`: nhật ký ở dạng JSON")

    @property
    def campaign_folders(self) -> tuple[Path, ...]:
        """Folders of packs beside the built-in ones."""
        return tuple(Path(part) for part in self.campaigns.split(os.pathsep) if part.strip())

    @property
    def data_folder(self) -> Path:
        """Where the SQLite file lies, and what belongs beside it."""
        path = self.database_url.removeprefix("sqlite:///")
        return Path("data") if path == self.database_url else Path(path).parent

    @cached_property
    def webhook_key(self) -> str:
        """What Telegram must send with each update: the one set, or one made from the signing key."""
        if self.webhook_secret is not None:
            return self.webhook_secret.get_secret_value()
        return hmac.new(self.signing_key.encode(), b"telegram-webhook", "sha256").hexdigest()

    @cached_property
    def signing_key(self) -> str:
        """The key that signs cookies: the one set, or one made once and kept with mode 0600."""
        if self.secret_key is not None:
            return self.secret_key.get_secret_value()
        path = self.data_folder / "secret_key"
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(32))
        except FileExistsError:
            pass
        return path.read_text().strip()
