// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.schema;

import io.truename.corpus.mapping.JsonPath;
import io.truename.corpus.mapping.ReferencePattern;
import io.truename.corpus.schema.IdColumn.Origin;
import io.truename.corpus.schema.IdType;
import io.truename.corpus.schema.TextForm;
import io.truename.postgres.Session;
import io.truename.postgres.SqlNames;
import io.truename.postgres.corpus.ReferencePatternSql;
import java.util.Optional;

/**
 * Detects the letter case in which a column stores ids as text. A new id is written in the same case, so that comparisons of texts find
 * it. With both cases in one column, the right one is unknown.
 */
final class TextForms {
    /** Maximum number of rows read. Beyond them, a row in another form appears in the batch that cannot move it. */
    private static final long MOST_ROWS = 1_000_000;

    /** Number of ids that tell the form of a column whose rows a plan has read. */
    private static final int ENOUGH_IDS = 1_000;

    private static final String FORMS = """
            SELECT coalesce(bool_or(is_uuid AND value ~ '[a-f]'), false) AS lower,
                   coalesce(bool_or(is_uuid AND value ~ '[A-F]'), false) AS upper,
                   count(*) AS total, count(*) FILTER (WHERE NOT is_uuid) AS other,
                   count(*) FILTER (WHERE NOT is_uuid AND value ~
                    '[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}') AS hidden
              FROM (SELECT value COLLATE "C" AS value, value COLLATE "C" ~ %s AS is_uuid
                      FROM (%s) AS found (value)) AS forms""";

    private static final String ANY_UUID =
            "'^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$'";

    private static final String FORM_OF_MOST = """
            SELECT coalesce(count(*) FILTER (WHERE value ~ '[A-F]') > count(*) FILTER (WHERE value ~ '[a-f]'), false) AS upper
              FROM (SELECT value COLLATE "C" AS value FROM (%s) AS found (value) WHERE value COLLATE "C" ~ %s LIMIT %d) AS ids""";

    private final Session session;
    private final Findings findings;
    private final boolean readsRows;

    /**
     * Detection of forms.
     *
     * @param readsRows whether all rows are read, and those in another form found; otherwise the first ids alone
     */
    TextForms(Session session, Findings findings, boolean readsRows) {
        this.session = session;
        this.findings = findings;
        this.readsRows = readsRows;
    }

    /**
     * Counts of the forms in a column.
     *
     * @param total values that are not null
     * @param other values that are not an id
     * @param hidden values of {@code other} that contain an id
     */
    private record Forms(boolean lower, boolean upper, long total, long other, long hidden) {}

    /** Form of a column; LOWER if it is not text, is empty, or may not be read. */
    TextForm form(CatalogTable table, String column, IdType type, Origin origin, IdColumnSearch.Place place) {
        Optional<JsonPath> path = place.path();
        // The search for undeclared references finds ids that a pattern of ids anywhere leaves out.
        if (type == IdType.UUID
                || type == IdType.UUID_ARRAY
                || type == IdType.WITHIN
                || !table.access().readable()) {
            return TextForm.LOWER;
        }
        Optional<ReferencePattern> pattern = place.text().map(IdColumnSearch.IdText::pattern);
        if (pattern.isPresent() && !readsRows) {
            return TextForm.LOWER;
        }
        String id = pattern.map(ReferencePatternSql::regularExpression).orElse(ANY_UUID);
        String name = SqlNames.quoted(column);
        String rows = "SELECT " + name + " AS value FROM " + table.sql() + " WHERE " + name + " IS NOT NULL LIMIT "
                + MOST_ROWS;
        String values = switch (type) {
            case TEXT -> "SELECT value::text FROM (" + rows + ") AS taken";
            case TEXT_ARRAY -> "SELECT unnest(value)::text FROM (" + rows + ") AS taken";
            default ->
                "SELECT member #>> '{}' FROM (" + rows
                        + ") AS taken, jsonb_path_query(value, $1::text::jsonpath, '{}', true) AS member"
                        + " WHERE jsonb_typeof(member) <> 'null'";
        };
        Object[] bound = path.map(JsonPath::toString).stream().toArray();
        if (!readsRows) {
            boolean upper =
                    session.one(FORM_OF_MOST.formatted(values, id, ENOUGH_IDS), row -> row.flag("upper"), bound);
            return upper ? TextForm.UPPER : TextForm.LOWER;
        }
        Forms forms = session.one(
                FORMS.formatted(id, values),
                row -> new Forms(
                        row.flag("lower"),
                        row.flag("upper"),
                        row.number("total"),
                        row.number("other"),
                        row.number("hidden")),
                bound);
        if (pattern.isEmpty()) {
            refuse(table, column, type, origin, forms);
        }
        if (origin == Origin.DECLARED && forms.other > 0) {
            unreadable(table.columnName(column) + path.map(there -> " " + there).orElse(""), pattern, forms);
        }
        if (pattern.isPresent()) {
            return TextForm.LOWER;
        }
        return forms.upper ? TextForm.UPPER : TextForm.LOWER;
    }

    /** Finding for a mapped reference whose values are not one id each: a run would ignore them. */
    private void unreadable(String subject, Optional<ReferencePattern> pattern, Forms forms) {
        String reason = forms.other + " of " + (forms.total >= MOST_ROWS ? "the first " : "") + forms.total
                + " values are not "
                + pattern.map(fixed -> "written as " + fixed).orElse("one UUID of 8-4-4-4-12 hex digits");
        if (forms.hidden > 0) {
            findings.warn(
                    "text.unreadable",
                    subject,
                    reason + "; " + forms.hidden
                            + " of them have one among other characters, such as a list or urn:uuid:. They would keep old ids.",
                    "Add the text around the id to the soft reference, such as pattern: 'file-{id}', or pattern: '*{id}*' for"
                            + " ids anywhere. In JSON, let the path lead to each id, with [*] for the elements of an array.");
        } else {
            findings.note(
                    "text.unreadable",
                    subject,
                    reason + " and have none in them: they refer to nothing, and stay as they are.",
                    "Nothing, if they are not meant as references.");
        }
    }

    private void refuse(CatalogTable table, String column, IdType type, Origin origin, Forms forms) {
        String name = SqlNames.quoted(column);
        if (forms.lower && forms.upper) {
            findings.refuse(
                    "text.mixed-case",
                    table.columnName(column),
                    "It writes some ids with lower-case digits and some with upper-case ones, so a rollback could not tell"
                            + " how each was written.",
                    type == IdType.TEXT
                            ? "UPDATE " + table.sql() + " SET " + name + " = lower(" + name + ") WHERE " + name
                                    + " <> lower(" + name + ");"
                            : "Write them all in lower case.");
        }
        if (forms.other > 0 && origin != Origin.DECLARED) {
            findings.refuse(
                    "text.not-uuid",
                    table.columnName(column),
                    "It holds ids that are not written as UUIDs of 8-4-4-4-12 hex digits.",
                    "SELECT " + name + " FROM " + table.sql() + " WHERE " + name
                            + " !~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'; -- finds them; write them as UUIDs or"
                            + " remove them");
        }
    }
}
