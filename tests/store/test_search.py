"""The index answers exactly what a plain scan answers."""

import unicodedata
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.domain.log import NewEntry
from db.queries.log import has_all
from db.search import fold, index_text, matches, question

LETTERS = "火警水库山塘5号1ab Z，。䶮𬭩😀é１２Ａ-_\n"
TEXTS = st.text(alphabet=LETTERS, min_size=1, max_size=24).filter(lambda text: text.strip())
WORDS = st.text(alphabet=LETTERS.replace("\n", ""), min_size=1, max_size=5).filter(lambda text: text.strip())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(TEXTS, min_size=1, max_size=12), asked=st.lists(WORDS, min_size=1, max_size=8))
def test_every_search_equals_a_plain_scan(desk, by, texts, asked):
    desk.log.add_all([NewEntry(uuid4(), text) for text in texts], by=by)
    everything = desk.log.newest(100_000)

    for words in asked:
        plain = [entry.number for entry in everything if has_all(entry, question(words).words)]
        assert [entry.number for entry in desk.log.search(words, 100_000)] == plain


def test_one_two_and_more_characters_digits_and_words_are_found(desk, by):
    desk.log.add(NewEntry(uuid4(), "西河村88号山塘水位 3.2 m，Unit 7 en route，䶮例五来电 𬭩"), by=by)

    for asked in (
        "山",
        "山塘",
        "山塘水",
        "西河村88号",
        "88",
        "unit",
        "UNIT 7",
        "en rou",
        "䶮",
        "𬭩",
        "䶮例五",
        "３.2",
    ):
        assert len(desk.log.search(asked)) == 1, asked
    for asked in ("塘山", "村8号", "nit", "山塘 没有"):
        assert desk.log.search(asked) == [], asked


def test_a_digit_word_begins_where_a_word_of_the_text_begins():
    assert matches(fold("5号楼"), ("5号",))
    assert not matches(fold("15号楼"), ("5号",))


@given(
    st.text(
        st.sampled_from("，：；（）！？,:;()!?ＡaIİß火\u0301\u0338\u20d2\u3099ｶﾞ\u1100\u1161") | st.characters(),
        max_size=12,
    )
)
def test_a_fold_is_the_normal_form_without_width_and_case(text):
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())

    assert fold(text) == plain


def test_the_last_character_of_a_run_stands_alone_in_the_index():
    assert index_text("火警。灾") == "火警 警 灾"


def test_a_line_is_found_by_its_number(desk, by):
    desk.log.add_all([NewEntry(uuid4(), "例行试通") for _ in range(20)], by=by)

    assert [entry.number for entry in desk.log.search("17")] == [17]
