"""Finding one of many choices by a few keys."""

from __future__ import annotations

from ui.widgets.suggest import MOST, WHOLE, Choice, ChoiceList


def tree(towns, villages):
    made = [Choice("c", "永嘉县", "永嘉县", "330324", 0)]
    for town in range(towns):
        name = f"样例镇{town}"
        made.append(Choice(("t", town), name, f"永嘉县 {name}", f"330324{town:03d}", 1))
        made += [
            Choice((town, at), f"样例村{at}", f"永嘉县 {name} 样例村{at}", f"330324{town:03d}{at:03d}", 2)
            for at in range(villages)
        ]
    return ChoiceList(made)


def keys(found):
    return [choice.key for choice in found]


def test_the_exact_name_comes_before_longer_ones_and_those_below_it():
    found = tree(12, 2).matching("样例镇1")

    assert keys(found)[:3] == [("t", 1), ("t", 10), ("t", 11)]
    assert (1, 0) in keys(found)


def test_parts_narrow_each_other_whatever_stands_between_them():
    assert keys(tree(3, 3).matching("样例镇2/样例村1")) == [(2, 1)]
    assert keys(tree(3, 3).matching("样例镇2，村1")) == [(2, 1)]


def test_a_code_counts_from_its_beginning_only():
    assert keys(tree(3, 3).matching("330324002001")) == [(2, 1)]
    assert keys(tree(3, 3).matching("002001")) == []


def test_a_short_tree_is_offered_whole_and_in_its_order():
    offered = tree(3, 3)

    assert offered.around(None) == list(offered.all) == offered.around((2, 1))


def test_a_long_tree_opens_where_the_choice_stands():
    offered = tree(30, 100)

    assert len(offered.all) > WHOLE
    assert all(choice.depth <= 1 for choice in offered.around(None)) and len(offered.around(None)) == 31
    assert keys(offered.around(("t", 4))) == [("t", 4), *((4, at) for at in range(100))]
    assert keys(offered.around((4, 7))) == keys(offered.around(("t", 4)))
    assert len(offered.matching("样")) == MOST
