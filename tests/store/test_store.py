"""Transactions: topics from statements, news after commit, and no wrong news from a roll-back."""

from __future__ import annotations

import threading
from uuid import uuid4

import pytest

from console import bootstrap
from console.changes import Topic
from console.domain.log import NewEntry
from console.errors import Refused, Unavailable
from db import books, sqlite


def listening(desk):
    told = []
    desk.opened.store.feed.subscribe(told.append)
    return told


def test_driver_sql_core_and_orm_all_say_their_topic(desk, by):
    told = listening(desk)

    with desk.opened.store.writing(by=by) as tx:
        tx.run("UPDATE number_series SET last = last")
        tx.connection.exec_driver_sql("UPDATE place SET name = name")
        tx.run("SELECT count(*) FROM officer")

    assert [changes.topics for changes in told] == [{Topic.SETTINGS, Topic.PLACES}]


def test_news_comes_after_the_commit_and_never_from_a_roll_back(desk, by):
    seen = []
    desk.opened.store.feed.subscribe(lambda changes: seen.append((changes.topics, desk.log.count())))

    desk.log.add(NewEntry(uuid4(), "一"), by=by)
    with pytest.raises(Refused), desk.opened.store.writing(by=by) as tx:
        books.append(tx, books.DUTY, NewEntry(uuid4(), "二"), at=desk.clock.now())
        raise Refused("text_empty")

    assert [count for _, count in seen] == [1] and Topic.LOG in seen[0][0]
    assert desk.log.count() == 1


def test_after_a_driver_error_the_next_transaction_works(desk, by):
    with pytest.raises(sqlite.library().Error), desk.opened.store.writing(by=by) as tx:
        tx.run("INSERT INTO no_such_table VALUES (1)")

    assert desk.log.add(NewEntry(uuid4(), "之后"), by=by).number == 1


def test_news_from_outside_comes_once_for_each_commit(desk, by):
    other = bootstrap.build(desk.data, desk.clock)
    assert desk.outside() is None
    for _ in range(5):
        other.log.add(NewEntry(uuid4(), "别处"), by=by)
        with desk.opened.store.reading(), desk.opened.store.reading():
            news = desk.outside()
        assert news is not None and news.elsewhere and Topic.LOG in news.topics
        assert desk.outside() is None
    other.close()


def test_threads_write_in_turn_and_lose_nothing(desk, by):
    threads = [
        threading.Thread(target=lambda: [desk.log.add(NewEntry(uuid4(), "并行"), by=by) for _ in range(25)])
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert desk.log.count() == 100 and desk.log.verify().fault is None


def test_readers_cannot_write_and_a_closed_store_leaves_no_side_files(desk, by):
    desk.log.add(NewEntry(uuid4(), "一"), by=by)
    with desk.opened.store.reading() as connection, pytest.raises(Exception, match="readonly"):
        connection.exec_driver_sql("INSERT INTO book_head VALUES ('audit', 9, x'00')")
    assert desk.outside() is None
    desk.close()

    assert not list(desk.data.root.glob("*-wal"))


def test_a_store_opened_to_read_refuses_to_write(desk, by):
    reader = bootstrap.build(desk.data, desk.clock, read_only=True)
    with pytest.raises(Unavailable):
        reader.log.add(NewEntry(uuid4(), "x"), by=by)
    reader.close()


def test_a_store_file_that_was_moved_away_takes_no_line_that_would_be_lost(desk, by):
    away = desk.data.store.with_name("elsewhere")
    desk.log.add(NewEntry(uuid4(), "先记一行"), by=by)
    desk.data.store.rename(away)
    for _ in range(2):
        with pytest.raises(Unavailable) as gone:
            desk.log.add(NewEntry(uuid4(), "再记一行"), by=by)
        assert gone.value.what in ("store_gone", "disk_cannot_open")
    assert not desk.data.store.exists(), "no empty file is made in its place"
    away.rename(desk.data.store)
    desk.log.add(NewEntry(uuid4(), "放回以后"), by=by)
    assert [entry.text for entry in desk.log.newest(3)][:2] == ["放回以后", "先记一行"]
