"""Codes on labels come back as what they were."""

from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from console.domain.scanning import LONGEST, Scanned, lot_code, read

PLAIN = st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="*"), min_size=1, max_size=40)


@given(PLAIN, PLAIN)
def test_plain_numbers_come_back(item: str, lot: str):
    key = UUID(int=1)
    code = lot_code(item, lot, key)
    assert read(code) in (Scanned(item, lot), Scanned(lot_id=key.hex[:12]))
    assert code.isascii() and " " not in code and len(code) <= LONGEST


def test_a_lot_with_a_chinese_number_is_known_by_its_id():
    key = uuid4()
    code = lot_code("W01", "二〇三〇年第1批", key)
    assert code.isascii() and read(code) == Scanned(lot_id=key.hex[:12])


def test_an_input_method_changes_nothing():
    assert read("Ｗ０１＊Ｗ０１－００２ ") == Scanned("W01", "W01-002")


def test_words_stay_words():
    assert read(" 排水泵 ") == Scanned(words="排水泵")
