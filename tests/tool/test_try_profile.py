"""``try-profile``: a profile is checked and tried without a device and without a store."""

from __future__ import annotations

import json

import resources
from console import tool

PRINTER = resources.path("wire/profiles/fire_panel_printer.toml").read_text("utf-8")
SIREN = resources.path("wire/profiles/siren_controller.toml").read_text("utf-8")


def run(capsys, *words):
    code = tool.main(["--lang", "zh", "try-profile", *map(str, words)])
    told = capsys.readouterr()
    return code, [json.loads(line) for line in told.out.splitlines()], told.err


def test_a_profile_is_tried_on_its_own_samples_or_on_bytes(tmp_path, capsys):
    path = tmp_path / "siren.toml"
    path.write_text(SIREN, "utf-8")
    code, rows, _ = run(capsys, path)
    assert code == 0 and [row["kind"] for row in rows] == ["fault", "restore", "reading"]
    code, rows, _ = run(capsys, path, "--hex", "00" + rows[0]["raw"])
    assert code == 0 and [row["damaged"] for row in rows] == ["noise", ""]
    assert run(capsys, path, "--hex", "0G")[0] == 1


def test_bytes_come_from_a_file_and_what_is_wrong_is_said_with_its_line(tmp_path, capsys):
    path, captured = tmp_path / "panel.toml", tmp_path / "panel.bin"
    path.write_text(PRINTER, "utf-8")
    captured.write_bytes(b"\x1b608/12  17:24\n 1-2\n\x1b9" + "火警后续\n门厅\n手报\n\n".encode("gb18030"))
    code, (row,), _ = run(capsys, path, "--source", captured)
    assert code == 0 and (row["words"], row["zone"]) == ("火警后续：门厅 手报", "1-2")

    path.write_text(PRINTER.replace("idle_ms = 300", "idle_ms = '300'"), "utf-8")
    code, rows, error = run(capsys, path)
    assert (code, rows, error) == (1, [], "设备描述第10行，frame.idle_ms：应为数字。\n")
    assert run(capsys, tmp_path / "none.toml")[0] == 1
