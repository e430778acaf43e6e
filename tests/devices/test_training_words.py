"""Steps of the shipped scripts are told in words, in both languages, and no word is missing."""

from __future__ import annotations

import pytest

import resources
from console import words
from console.domain.training import SCRIPTS
from ui.models.training_rows import step_word


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_step_of_a_shipped_script_has_words(language):
    with words.speaking(language):
        for name in SCRIPTS:
            lines = resources.path(f"wire/scripts/{name}.txt").read_text(encoding="utf-8").splitlines()
            told = [step_word(line) for line in lines if line and not line.startswith("#")]
            assert told and not [one for one in told if "[" in one or "=" in one or "{" in one]


def test_a_step_in_words():
    assert step_word("00:05 surgard:JB-01 alarm 1234 111 001") == "00:05 JB-01 报警（账号 1234、代码 111、防区 001）"
    assert step_word("01:25 gb26875:XF-01 alarm code=fire zone=2-1") == "01:25 XF-01 报警（代码 火警、防区 2-1）"
    assert step_word("02:00 surgard:JB-01 storm 20") == "02:00 JB-01 告警风暴（20 条）"
    assert step_word("00:25 surgard:JB-01 faults crc:0.4,half:0.1") == "00:25 JB-01 线路缺陷 校验错、半帧"
    assert step_word("01:20 surgard:JB-01 faults") == "01:20 JB-01 线路缺陷解除"
    assert step_word("spoiled") == "spoiled"
