"""The compiled catalogue, searched as it lies, answers what gettext answers."""

import gettext
import io

import pytest

import resources
from console import words
from console.catalogue import Catalogue


def compiled(language):
    return resources.path(f"translations/{language}/LC_MESSAGES/console.mo").read_bytes()


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_code_is_found_as_gettext_finds_it(language):
    mo = compiled(language)
    read = dict(gettext.GNUTranslations(io.BytesIO(mo))._catalog)
    read.pop("")
    catalogue = Catalogue(mo)

    assert len(read) > 1000
    assert {code: catalogue.find(code) for code in read} == read


@pytest.mark.parametrize("code", ["", "\x00", "gate", "gate.hin", "gate.hint2", "zzz", "值班", "\ud800"])
def test_what_is_no_code_is_not_found(code):
    assert Catalogue(compiled("zh")).find(code) is None


def test_another_file_is_no_catalogue():
    with pytest.raises(ValueError):
        Catalogue(b"SQLite format 3\0" * 4)
