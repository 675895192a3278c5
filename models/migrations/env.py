"""Where alembic starts: runs on the connection it is given, inside a transaction that is the caller's."""

from alembic import context
from sqlalchemy import Connection

from models.tables import Table

connection = context.config.attributes["connection"]
if not isinstance(connection, Connection):
    raise TypeError("migrations run through models.migrations.migrate")
context.configure(connection=connection, target_metadata=Table.metadata)
context.run_migrations()
