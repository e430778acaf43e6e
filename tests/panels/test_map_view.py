"""The map itself: what is under a dot, what the keyboard reaches, names that cover nothing, nothing lost by culling."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from console import words
from console.domain.map_marks import MarkKind
from tests.kit.maps import mark, outlines, spread
from ui import theme
from ui.widgets import map_paint
from ui.widgets.map_labels import Room
from ui.widgets.map_paint import Ring, Shown, paint, stack_box
from ui.widgets.map_scene import Frame, Scene
from ui.widgets.map_view import LARGEST, MapView

LEFT, RIGHT, UP, DOWN = Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down
SHIFT = Qt.KeyboardModifier.ShiftModifier

FOUR = [
    mark(MarkKind.INCIDENT, 0, 28.27, 120.70, "内涝"), mark(MarkKind.TEAM, 1, 28.27, 120.85, "东队"),
    mark(MarkKind.STORE, 2, 28.40, 120.70, "北库"), mark(MarkKind.SHELTER, 3, 28.27, 120.52, "西避灾点"),
]  # fmt: skip


@pytest.fixture
def view(app_theme: QApplication, qtbot) -> MapView:
    made = MapView()
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    made.show_scene(outlines(), FOUR)
    return made


def dots(view: MapView, which: int) -> QPoint:
    x, y = view.frame().dots(*view.scene.places[FOUR[which].key])
    return QPoint(round(x), round(y))


def picture(scene: Scene, frame: Frame, view: MapView, shown: Shown, *, culled: bool = True) -> QImage:
    image = QImage(round(frame.across), round(frame.down), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint(painter, scene, frame, view.style_now(), shown, culled=culled)
    painter.end()
    return image


def test_the_whole_county_is_seen_at_first_and_after_home(view: MapView) -> None:
    whole = view.scene.extent()
    assert view.frame().seen().contains(whole)
    assert whole.width() == pytest.approx(49, abs=1) and whole.height() == pytest.approx(51, abs=1)
    QTest.keyClick(view, Qt.Key.Key_Plus)
    QTest.keyClick(view, LEFT)
    assert not view.frame().seen().contains(whole)
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.frame().seen().contains(whole)


def test_dots_and_the_plane_are_each_others_inverse(view: MapView) -> None:
    view.zoom(7)
    frame = view.frame()
    for place in ((0.0, 0.0), (12.5, -7.25), (-20.0, 21.0)):
        assert frame.plane(*frame.dots(*place)) == pytest.approx(place)
    assert view.scene.degrees(*view.scene.at(28.3, 120.8)) == pytest.approx((28.3, 120.8))


def test_a_click_chooses_what_is_under_it_and_one_beside_it_nothing(view: MapView, qtbot) -> None:
    for which in (1, 2, 3):
        with qtbot.waitSignal(view.chosen) as told:
            QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=dots(view, which))
        assert told.args == [FOUR[which]] and FOUR[which].name in view.accessibleDescription()
    with qtbot.waitSignal(view.chosen) as told:
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert told.args == [None] and view.accessibleDescription() == ""


def test_an_incident_stands_on_its_spot_and_is_hit_above_it(view: MapView) -> None:
    spot = QPointF(dots(view, 0))
    assert view.stack_at(spot + QPointF(0, -12)).marks == [FOUR[0]]
    assert view.stack_at(spot + QPointF(0, 14)) is None


def test_dragging_moves_the_map_by_as_many_dots_and_chooses_nothing(view: MapView, qtbot) -> None:
    view.zoom(4)
    before = dots(view, 1)
    with qtbot.assertNotEmitted(view.chosen):
        QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(450, 300))
        for at in (QPoint(480, 310), QPoint(520, 330)):
            QTest.mouseMove(view, at)
            QApplication.processEvents()
        QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(520, 330))
    assert dots(view, 1) - before == QPoint(70, 30)


def test_the_wheel_enlarges_around_the_pointer(view: MapView) -> None:
    spot = view.frame().dots(*view.scene.places[FOUR[1].key])
    at = QPointF(*spot)
    wheel = QWheelEvent(
        at, QPointF(view.mapToGlobal(at.toPoint())), QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    before = view.frame().scale
    QApplication.sendEvent(view, wheel)
    assert view.frame().scale == pytest.approx(before * 1.25**2)
    assert view.frame().dots(*view.scene.places[FOUR[1].key]) == pytest.approx(spot, abs=0.01)


def test_zoom_has_bounds_and_the_county_is_never_lost(view: MapView) -> None:
    for _ in range(60):
        QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.frame().scale == LARGEST
    for _ in range(80):
        QTest.keyClick(view, RIGHT)
    assert view.scene.extent().right() >= view.frame().x
    for _ in range(80):
        QTest.keyClick(view, Qt.Key.Key_Minus)
    assert view.frame().seen().intersects(view.scene.extent())


def test_shift_and_arrows_go_to_the_next_mark_that_way(view: MapView) -> None:
    view.choose(FOUR[0].key)
    for key, name in (
        (RIGHT, "东队"),
        (LEFT, "内涝"),
        (LEFT, "西避灾点"),
        (RIGHT, "内涝"),
        (UP, "北库"),
        (DOWN, "内涝"),
    ):
        QTest.keyClick(view, key, SHIFT)
        assert view.chosen_mark().name == name


def test_page_keys_go_through_all_marks_and_round(view: MapView, qtbot) -> None:
    seen = []
    for _ in range(5):
        QTest.keyClick(view, Qt.Key.Key_PageDown)
        seen.append(view.chosen_mark().name)
    assert seen == ["内涝", "东队", "北库", "西避灾点", "内涝"]
    QTest.keyClick(view, Qt.Key.Key_PageUp)
    assert view.chosen_mark().name == "西避灾点"
    with qtbot.waitSignal(view.opened) as told:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert told.args == [FOUR[3]]
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.chosen_mark() is None


def test_a_mark_the_keyboard_comes_to_is_brought_into_sight(view: MapView) -> None:
    view.zoom(9)
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert QRectF(view.rect()).contains(QPointF(dots(view, 1)))


def test_a_stack_is_spread_by_a_click_and_told_one_by_one_where_it_cannot_be(view: MapView) -> None:
    near = [mark(MarkKind.STORE, at, 28.3, 120.7 + at * 1e-3) for at in range(3)]
    view.show_scene(outlines(), near)
    x, y = view.frame().dots(*view.scene.places[near[0].key])
    stack = view.stack_at(QPointF(x, y))
    assert len(stack.marks) == 3 and stack.kind is MarkKind.STORE
    before = view.frame().scale
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(round(x), round(y)))
    assert view.frame().scale > before and view.chosen_mark() is None
    same = [mark(kind, at, 28.3, 120.7) for at, kind in enumerate((MarkKind.STORE, MarkKind.SHELTER))]
    view.show_scene(outlines(), same)
    view.fit()
    x, y = view.frame().dots(*view.scene.places[same[0].key])
    assert view.stack_at(QPointF(x, y)).kind is None
    chosen = []
    for _ in range(3):
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(round(x), round(y)))
        chosen.append(view.chosen_mark())
    assert {one.key for one in chosen[:2]} == {one.key for one in same} and chosen[2] == chosen[0]


def test_new_marks_leave_what_is_seen_and_chosen_where_it_was(view: MapView) -> None:
    view.zoom(3)
    view.pan(40, 25)
    view.choose(FOUR[1].key)
    before, spot = view.frame(), dots(view, 1)
    view.show_scene(outlines(), [*FOUR, *spread(20)[5:]])
    assert view.frame() == before and dots(view, 1) == spot and view.chosen_mark() == FOUR[1]
    view.show_scene(outlines(), FOUR[:1])
    assert view.chosen_mark() is None


def test_a_layer_that_is_off_is_neither_drawn_nor_hit(view: MapView) -> None:
    view.show_layers({MarkKind.TEAM})
    assert view.stack_at(QPointF(dots(view, 2))) is None
    assert view.stack_at(QPointF(dots(view, 1))).marks == [FOUR[1]]


@pytest.mark.parametrize("steps", [0, 3, 9])
def test_culling_draws_what_drawing_all_draws(view: MapView, steps: int) -> None:
    scene = Scene(outlines(), spread(300))
    view.zoom(steps)
    frame = view.frame()
    shown = Shown(chosen=scene.marks[7].key, origin=scene.marks[7].key, rings=(Ring(15, 5.0),))
    names = picture(scene, frame, view, shown)
    # names of stacks off the page have no room on it either way
    assert names == picture(scene, frame, view, shown, culled=False)
    assert names != picture(scene, frame, view, Shown(frozenset()))


def test_moving_by_the_kept_picture_shows_what_painting_anew_shows(view: MapView) -> None:
    view.zoom(4)
    view.grab()
    view.pan(37, 21)
    moved = view.grab().toImage()
    view._ground = None
    anew = view.grab().toImage()
    differing = sum(
        moved.pixelColor(x, y) != anew.pixelColor(x, y) for x in range(0, 900, 9) for y in range(0, 600, 9)
    )  # fmt: skip
    assert differing < 0.01 * 100 * 67


def test_no_name_covers_a_name_or_a_symbol(view: MapView, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[QRectF] = []
    real = map_paint._plate

    def noted(painter, box, text, style, **more) -> None:
        written.append(QRectF(box))
        real(painter, box, text, style, **more)

    monkeypatch.setattr(map_paint, "_plate", noted)
    scene = Scene(outlines(), spread(200))
    frame = view.frame()
    picture(scene, frame, view, Shown())
    style = view.style_now()
    symbols = [stack_box(one, frame, style) for one in scene.stacks(frame.scale, style.side, set(MarkKind))]
    assert len(written) > 20
    for at, box in enumerate(written):
        assert not any(box.intersects(other) for other in written[at + 1 :])
        assert not any(box.intersects(symbol) for symbol in symbols)


def test_symbols_of_a_stack_do_not_cover_each_other_much(view: MapView) -> None:
    scene = Scene(outlines(), spread(2000))
    side = view.style_now().side
    stacks = [one for one in scene.stacks(view.frame().scale, side, set(MarkKind)) if one.kind is not MarkKind.INCIDENT]
    assert sum(len(one.marks) for one in stacks) == sum(one.kind is not MarkKind.INCIDENT for one in scene.marks)
    scale, near = view.frame().scale, side * 0.8
    for at, one in enumerate(stacks):
        for other in stacks[at + 1 :]:
            assert max(abs(one.x - other.x), abs(one.y - other.y)) * scale >= near - 1e-6


def test_rings_are_as_large_as_they_say(view: MapView) -> None:
    scene = Scene(outlines(), FOUR)
    frame, ring = view.frame(), Ring(30, 10.0)
    plain = picture(scene, frame, view, Shown(chosen=None))
    ringed = picture(scene, frame, view, Shown(origin=FOUR[0].key, rings=(ring,)))
    x, y = frame.dots(*scene.places[FOUR[0].key])
    changed = [
        math.hypot(across - x, down - y) for across in range(900) for down in range(0, 600, 4)
        if plain.pixel(across, down) != ringed.pixel(across, down)
    ]  # fmt: skip
    radius = 10.0 * frame.scale
    on_the_line = [one for one in changed if abs(one - radius) <= 2]
    assert len(on_the_line) > 40 and len(on_the_line) > 0.5 * len(changed)


def test_room_is_asked_for_and_given_once() -> None:
    room = Room(200, 100)
    assert room.first_free([(10, 10, 60, 30)]) is not None
    assert room.first_free([(30, 20, 80, 40), (70, 20, 120, 40)]) == (70, 20, 120, 40)
    assert room.first_free([(180, 20, 230, 40)]) is None


def test_an_empty_map_is_drawn_and_every_key_does_nothing_bad(app_theme: QApplication, qtbot) -> None:
    view = MapView()
    qtbot.addWidget(view)
    view.resize(300, 200)
    view.show()
    for key in (LEFT, Qt.Key.Key_Plus, Qt.Key.Key_Home, Qt.Key.Key_PageDown, Qt.Key.Key_Return, Qt.Key.Key_Escape):
        QTest.keyClick(view, key)
    QTest.keyClick(view, UP, SHIFT)
    assert not view.grab().isNull() and view.chosen_mark() is None


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("name", theme.THEMES)
def test_every_theme_and_language_paints(view: MapView, qapp: QApplication, language: str, name: str) -> None:
    words.set_language(language)
    theme.apply(qapp, name, 20)
    try:
        assert not view.grab().isNull()
        assert view.style_now().inks.idle.fill != view.style_now().inks.busy.fill
        assert view.accessibleName() == ("地图" if language == "zh" else "Map")
    finally:
        theme.apply(qapp, "light")


def test_symbols_and_names_grow_for_a_wall(app_theme: QApplication, qtbot) -> None:
    wall = MapView(factor=2.2)
    qtbot.addWidget(wall)
    assert wall.style_now().name_font.pixelSize() >= 28 and wall.style_now().side >= 50


def test_of_five_thousand_marks_little_is_drawn_and_stacks_are_made_once(view: MapView) -> None:
    """How much processor time that needs, the bench tells."""
    view.show_scene(outlines(), spread(5000))
    scene, frame, style = view.scene, view.frame(), view.style_now()
    assert len(map_paint.seen_stacks(scene, frame, style, set(MarkKind))) < 2000
    made = scene.stacks(frame.scale, style.side, set(MarkKind))
    view.pan(30, 30)
    assert scene.stacks(view.frame().scale, style.side, frozenset(MarkKind)) is made
    view.zoom(8)
    assert len(map_paint.seen_stacks(scene, view.frame(), style, set(MarkKind))) < 1000
