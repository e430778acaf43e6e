"""Alembic environment: runs on the connection that db.upgrade hands over, foreign keys off."""

from alembic import context

from db import models
from db.base import Base

assert models  # importing them fills the metadata that autogenerate compares with

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
context.run_migrations()
