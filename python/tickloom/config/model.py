"""The settings as pydantic sees them: texts in, values of the right types and ranges out."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any, get_type_hints

from pydantic import ValidationError, create_model
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from .keys import BETWEEN, NONE, keys
from .names import PREFIX
from .settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .keys import Key


def settings_of(texts: Mapping[str, str]) -> tuple[Settings, list[str]]:
    """The settings that texts say, by the names of keys, and the keys whose texts mean nothing there.

    What pydantic says of a text is not passed on, for it holds the text.
    """
    source = _Texts(
        _model(), {keys()[name].variable.lower(): _plain(keys()[name], text) for name, text in texts.items()}
    )
    try:
        found = _model()(**source())
    except ValidationError as error:
        wrong = {".".join(map(str, each["loc"][:2])) for each in error.errors(include_input=False)}
        return Settings(), sorted(name for name in texts if _is_among(name, wrong))
    return Settings(**{field.name: getattr(found, field.name) for field in fields(Settings)}), []


class _Model(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter=BETWEEN,
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
    )

    @classmethod
    def settings_customise_sources(  # type: ignore[override]
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - pydantic gives all by name
        init_settings: PydanticBaseSettingsSource,
        **_others: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What was read, with its order, is given; nothing else is looked at."""
        return (init_settings,)


@cache
def _model() -> type[BaseSettings]:
    hints = get_type_hints(Settings, include_extras=True)
    declared: dict[str, Any] = {field.name: (hints[field.name], field.default) for field in fields(Settings)}
    return create_model("Settings", __base__=_Model, **declared)


class _Texts(EnvSettingsSource):
    """What the environment would say if all texts stood there."""

    def __init__(self, model: type[BaseSettings], texts: Mapping[str, Any]) -> None:
        self._texts = texts
        super().__init__(model)

    def _load_env_vars(self) -> Mapping[str, Any]:
        return self._texts


def _plain(key: Key, text: str) -> object:
    """What pydantic is asked about: lists are separated by commas, and one word takes away."""
    if key.is_optional and text.lower() == NONE:
        return None
    if key.is_list:
        return [part.strip() for part in text.split(",")]
    return text


def _is_among(name: str, wrong: set[str]) -> bool:
    return name in wrong or name.partition(".")[0] in wrong
