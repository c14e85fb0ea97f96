"""Field types that keep a promise about their content on every write path."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.fields.related_lookups import RelatedIsNull
from django.db.models.lookups import Exact, LessThanOrEqual
from django.db.models.sql.compiler import SQLCompiler

from articles.text import markup

_LIKELY = "likelihood({}, 0.9)"

if TYPE_CHECKING:
    _TextField = models.TextField[str, str]
else:  # the class is not generic at run time
    _TextField = models.TextField


class BodyField(_TextField):
    """HTML that has passed the allow-list: cleaned whenever the row is saved.

    `bulk_create` passes here too; `QuerySet.update()` does not, so acts that use it send the
    text through `text.markup.sanitise` themselves.
    """

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Put the cleaned text on the instance and hand it to the database."""
        value = markup.sanitise(getattr(model_instance, self.attname) or "")
        setattr(model_instance, self.attname, value)
        return value


class RunningTransaction(models.Func):
    """The number of the running transaction in PostgreSQL; 0 in SQLite, which writes in turn."""

    output_field = models.BigIntegerField()

    template = "0"

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, Any]:
        """Its number never comes again, unlike the 32 bits that rows bear by themselves."""
        return self.as_sql(compiler, connection, template="pg_current_xact_id()::text::bigint")


if TYPE_CHECKING:
    _BigIntegerField = models.BigIntegerField[int, int]
else:
    _BigIntegerField = models.BigIntegerField


class TransactionField(_BigIntegerField):
    """Which transaction inserted the row; the instance that was saved does not learn it."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Let the database say it, once."""
        return RunningTransaction() if add else super().pre_save(model_instance, add)


class Mostly(Exact):
    """Equal to what most rows have: `status__mostly="published"`.

    SQLite, until ANALYZE was run, takes every equality for a rare find, goes through the index on
    that column and sorts half of the table; with the share of the rows said beside it, it takes
    the partial index that is in order already. The value is written out and not bound: a plan that
    hangs on a bound value, as one through a partial index does, is made twice each time.
    """

    lookup_name = "mostly"

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        """Any other database has statistics of its own."""
        lhs, parameters = self.process_lhs(compiler, connection)
        quoted = str(self.rhs).replace("'", "''").replace("%", "%%")
        return f"{lhs} = '{quoted}'", tuple(parameters)

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        """What SQLite's planner is told changes no result."""
        sql, parameters = self.as_sql(compiler, connection)
        return _LIKELY.format(sql), parameters


class MostlyNull(RelatedIsNull):
    """Empty, as it is in most rows: `copy_of__mostly_null=True`; see `Mostly`.

    Its own name stays that of its kind: by it Django knows to join such rows outwardly.
    """

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        """What SQLite's planner is told changes no result."""
        sql, parameters = self.as_sql(compiler, connection)
        return _LIKELY.format(sql), tuple(parameters)


class NoLaterThan(LessThanOrEqual):
    """At most, said beside narrower bounds: `visible_at__no_later_than=now`.

    Of two upper bounds SQLite enters an index by the one that it meets first and reads from there
    to the other: by `now`, all that is newer than a page of ten years ago. By this one it enters
    none.
    """

    lookup_name = "no_later_than"

    def get_rhs_op(self, connection: BaseDatabaseWrapper, rhs: str) -> str:
        """What it is on every database."""
        return f"<= {rhs}"

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        """A plus before a column changes nothing but what its index is good for."""
        sql, parameters = self.as_sql(compiler, connection)
        return f"+{sql}", tuple(parameters)


models.CharField.register_lookup(Mostly)
models.DateTimeField.register_lookup(NoLaterThan)
models.ForeignKey.register_lookup(MostlyNull, "mostly_null")
