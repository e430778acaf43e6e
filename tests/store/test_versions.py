"""The schema versions written down in the program are those of the migrations that ship with it."""

from db import migrating, opening


def test_the_versions_are_those_of_the_migrations_in_their_order():
    walked = [script.revision for script in migrating.scripts().walk_revisions()]

    assert list(opening.VERSIONS) == walked[::-1]
    assert opening.head() == migrating.scripts().get_current_head()
