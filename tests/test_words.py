"""Every sentence stands in both languages and asks for the same facts."""

import string
import unicodedata

import pytest

from vongsach.words import LANGUAGES, say, sentences


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def test_both_languages_say_the_same_things() -> None:
    keys = {language: set(sentences(language)) for language in LANGUAGES}
    assert keys["vi"] ^ keys["en"] == set()


def test_both_languages_ask_for_the_same_facts() -> None:
    different = {
        key: (fields(sentence), fields(sentences("en")[key]))
        for key, sentence in sentences("vi").items()
        if fields(sentence) != fields(sentences("en")[key])
    }
    assert different == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_composed_unicode(language: str) -> None:
    assert all(unicodedata.is_normalized("NFC", text) for text in sentences(language).values())


def test_facts_are_data_and_never_read_as_fields() -> None:
    key = next(key for key, text in sentences("vi").items() if len(fields(text)) == 1)
    (name,) = fields(sentences("vi")[key])
    assert "{0.__class__}" in say("vi", key, **{name: "{0.__class__}"})
