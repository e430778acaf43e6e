"""How a Chinese name is typed on a keyboard: full pinyin and initials, every reading of its characters."""

from __future__ import annotations

from functools import lru_cache
from itertools import product

BETWEEN = ";"
"""Stands between two readings of one name in the stored columns."""
MOST = 6
"""Readings of one name that are kept, the likeliest first."""
_OF_SURNAME, _OF_GIVEN = 3, 2
_LONG = 6
"""A text of more characters is a company or an office, not a person: one reading is enough."""
_COLUMN, _INITIALS = 200, 60

_SURNAMES = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "区": "ou", "乐": "yue", "重": "chong", "查": "zha",
    "朴": "piao", "盖": "ge", "缪": "miao", "翟": "zhai", "员": "yun", "折": "she", "黑": "he", "秘": "bi",
    "种": "chong", "召": "shao", "覃": "qin", "繁": "po", "任": "ren", "燕": "yan", "冼": "xian", "洗": "xian",
    "纪": "ji", "那": "na", "哈": "ha", "曲": "qu", "谌": "chen", "隗": "wei", "牟": "mou", "莘": "shen",
    "郇": "xun", "郗": "xi", "祭": "zhai", "沈": "shen", "柏": "bai", "车": "che", "葛": "ge", "华": "hua",
    "宁": "ning", "应": "ying", "占": "zhan", "尉": "wei", "能": "nai", "佴": "nai", "盛": "sheng", "教": "jiao",
}  # fmt: skip
"""The reading of a character as a surname, where it has others too (现代汉语词典)."""
_DOUBLE = {
    "尉迟": ("yu", "chi"), "万俟": ("mo", "qi"), "长孙": ("zhang", "sun"), "单于": ("chan", "yu"),
    "令狐": ("ling", "hu"), "澹台": ("tan", "tai"), "夏侯": ("xia", "hou"), "鲜于": ("xian", "yu"),
}  # fmt: skip


def columns(name: str) -> tuple[str, str]:
    """What the columns ``pinyin`` and ``initials`` hold for that name: its readings, the likeliest first."""
    every = readings(name)
    initials = dict.fromkeys("".join(part[0] for part in reading.split()) for reading in every)
    return _fitting(every, _COLUMN), _fitting(tuple(initials), _INITIALS)


@lru_cache(maxsize=8192)
def readings(text: str) -> tuple[str, ...]:
    """Syllables with a blank between, once for each reading: 单例二 → ``shan li er``, ``dan li er`` …"""
    parts = _syllables("".join(char for char in text if char.isalnum()))
    if len(parts) > _LONG:
        return (" ".join(part[0] for part in parts),)
    ranked = sorted(product(*(tuple(enumerate(part)) for part in parts)), key=_distance)
    return tuple(dict.fromkeys(" ".join(syllable for _, syllable in choice) for choice in ranked))[:MOST]


def _distance(choice: tuple[tuple[int, str], ...]) -> tuple[int, int]:
    """Likelier readings first, and among equals the one in which only the surname differs."""
    return sum(rank for rank, _ in choice), -choice[0][0] if choice else 0


def _syllables(text: str) -> list[tuple[str, ...]]:
    from pypinyin import Style, pinyin

    found = pinyin(text, style=Style.NORMAL, heteronym=True, v_to_u=False)
    parts = [_folded(syllables) for syllables in found]
    known = _DOUBLE.get(text[:2]) or ((_SURNAMES[text[0]],) if text[:1] in _SURNAMES else ())
    for at, surname in enumerate(known[: len(parts)]):
        parts[at] = (surname, *(other for other in parts[at] if other != surname))
    return [part[: _OF_GIVEN if at else _OF_SURNAME] for at, part in enumerate(parts)]


def _folded(syllables: list[str]) -> tuple[str, ...]:
    """Lower case, and ü the way keyboards and passports write it: lv, lyu, lu."""
    every: list[str] = []
    for syllable in (said.lower() for said in syllables):
        every.append(syllable)
        if syllable in {"lv", "nv", "lve", "nve"}:
            every += [syllable.replace("v", "yu"), syllable.replace("v", "u")]
    return tuple(dict.fromkeys(every))


def _fitting(every: tuple[str, ...], room: int) -> str:
    """As many as the column takes; a first reading that is too long for it is cut."""
    kept = every[0][:room] if every else ""
    for more in every[1:]:
        if len(kept) + len(more) < room:
            kept += BETWEEN + more
    return kept
