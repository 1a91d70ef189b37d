"""The names of sheets, columns and list words are clear: each means one thing only."""

from collections import Counter

import pytest

from tests.conftest import ROOT
from vongsach.words import LANGUAGES
from vongsach.workbook.cells.choices import NONE, Choice, Choices, Words
from vongsach.workbook.cells.clocks import WEEKDAYS
from vongsach.workbook.cells.parts import GROUPS, LANGUAGE_NAMES
from vongsach.workbook.columns import Column, Sheet
from vongsach.workbook.lists import LISTS
from vongsach.workbook.page import workbook_page
from vongsach.workbook.sheets import SHEETS
from vongsach.workbook.sheets_settings import RULE_NAMES, SETTING_NAMES
from vongsach.workbook.texts import fold, fold_header

EVERY_LIST = (*LISTS, NONE, WEEKDAYS, GROUPS, LANGUAGE_NAMES, RULE_NAMES, SETTING_NAMES)
COLUMNS = [(sheet, column) for sheet in SHEETS for column in sheet.columns]


@pytest.mark.parametrize("words", EVERY_LIST, ids=lambda words: words.name)
def test_no_word_of_a_list_means_two_things(words: Words) -> None:
    meanings: dict[str, set[str]] = {}
    for key, _ in words.members:
        meanings.setdefault(fold(key), set()).add(key)
    for language in LANGUAGES:
        for (key, _), word in zip(words.members, words.all_words(language), strict=True):
            meanings.setdefault(fold(word), set()).add(key)
    for synonym, key in words.synonyms:
        meanings.setdefault(fold(synonym), set()).add(key)
    assert {word: keys for word, keys in meanings.items() if len(keys) > 1} == {}


@pytest.mark.parametrize("words", EVERY_LIST, ids=lambda words: words.name)
def test_every_word_is_read_as_what_it_stands_for(words: Words) -> None:
    for language in LANGUAGES:
        for (_, meaning), word in zip(words.members, words.all_words(language), strict=True):
            assert words.meaning(word.upper()) == meaning
    for synonym, key in words.synonyms:
        assert words.meaning(synonym) == dict(words.members)[key]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.key)
def test_no_header_means_two_columns(sheet: Sheet) -> None:
    found: Counter[str] = Counter()
    for column in sheet.columns:
        names = {fold_header(sheet.header(column, language)) for language in LANGUAGES}
        found.update(names)
        own = {fold_header(name) for name in column.synonyms}
        found.update(own - names)
    assert [name for name, count in found.items() if count > 1] == []


@pytest.mark.parametrize(("sheet", "column"), COLUMNS, ids=lambda part: part.key)
def test_every_choice_has_its_list_or_is_explained(sheet: Sheet, column: Column) -> None:
    if isinstance(column.kind, Choice | Choices):
        assert column.kind.words in EVERY_LIST
    for language in LANGUAGES:
        assert sheet.note(column, language).endswith((".", "?"))


def test_the_page_about_the_workbook_is_fresh() -> None:
    assert (ROOT / "docs" / "workbook.md").read_text(encoding="utf-8") == workbook_page()
