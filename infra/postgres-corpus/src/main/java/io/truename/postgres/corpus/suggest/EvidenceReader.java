// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.corpus.suggest;

import io.truename.corpus.mapping.JsonPath;
import io.truename.corpus.suggest.ColumnFacts;
import io.truename.corpus.suggest.ContentAnswer;
import io.truename.corpus.suggest.ContentQuestion;
import io.truename.corpus.suggest.DatabaseFacts;
import io.truename.corpus.suggest.Evidence;
import io.truename.corpus.suggest.JoinAnswer;
import io.truename.corpus.suggest.JoinQuestion;
import io.truename.corpus.suggest.MappingPlan;
import io.truename.corpus.suggest.Place;
import io.truename.identity.ContentHashAlgorithm;
import io.truename.identity.UuidText;
import io.truename.postgres.PlannerSettings;
import io.truename.postgres.SqlNames;
import io.truename.postgres.corpus.TableSql;
import io.truename.postgres.corpus.suggest.ReadOnlyWork.Outcome;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reader of the answers to a plan's questions: looks values up by unique indexes, and computes hashes of stored contents. */
final class EvidenceReader {
    private static final int MOST_VALUES = 50;
    private static final int MOST_CONTENTS = 10;
    private static final int LARGEST_CONTENT = 262_144;
    private static final int LONGEST_KEY = 400;
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");

    private final ReadOnlyWork work;
    private final SuggestLimits limits;
    private final DatabaseFacts facts;

    EvidenceReader(ReadOnlyWork work, SuggestLimits limits, DatabaseFacts facts) {
        this.work = work;
        this.limits = limits;
        this.facts = facts;
    }

    /** Answers questions until time is up; the rest stay open. */
    Evidence read(MappingPlan plan) {
        long begun = System.nanoTime();
        Map<ContentQuestion, ContentAnswer> contents = new HashMap<>();
        Map<JoinQuestion, JoinAnswer> joins = new HashMap<>();
        for (ContentQuestion question : plan.contents()) {
            if (System.nanoTime() - begun < limits.asking().toNanos() / 2) {
                answer(question).ifPresent(answer -> contents.put(question, answer));
            }
        }
        for (JoinQuestion question : plan.joins()) {
            if (System.nanoTime() - begun < limits.asking().toNanos()) {
                answer(question).ifPresent(answer -> joins.put(question, answer));
            }
        }
        return new Evidence(joins, contents);
    }

    private Optional<JoinAnswer> answer(JoinQuestion question) {
        return facts.table(question.to())
                .flatMap(to -> to.columns().stream()
                        .filter(column -> column.name().equals(question.key()))
                        .findFirst())
                .flatMap(key -> answer(question, key));
    }

    private Optional<JoinAnswer> answer(JoinQuestion question, ColumnFacts key) {
        String type = typeOf(key);
        String[] values = facts.table(question.table()).stream()
                .flatMap(table -> table.sample().stream())
                .map(row -> row.get(question.place()))
                .filter(Objects::nonNull)
                .filter(readable(type))
                .distinct()
                .limit(MOST_VALUES)
                .toArray(String[]::new);
        if (values.length == 0) {
            return Optional.empty();
        }
        // The type is one of our own words; the key is unique, so each value finds at most one row.
        String sql = "/* truename:suggest */ SELECT count(*) AS found FROM unnest(CAST($1 AS text[])) AS given (v)"
                + " WHERE EXISTS (SELECT FROM " + TableSql.quoted(question.to()) + " AS k WHERE k."
                + SqlNames.quoted(question.key()) + " = CAST(given.v AS " + type + ") OFFSET 0)";
        Outcome<Long> found = work.onATable(
                PlannerSettings.BY_INDEX, () -> work.session().one(sql, row -> row.number("found"), (Object) values));
        return found instanceof Outcome.Done<Long> done
                ? Optional.of(new JoinAnswer(values.length, done.result().intValue()))
                : Optional.empty();
    }

    private static String typeOf(ColumnFacts key) {
        return switch (key.baseType()) {
            case "uuid" -> "uuid";
            case "int2", "int4", "int8" -> "bigint";
            case "bpchar" -> "bpchar";
            case "citext" -> "citext";
            default -> "text";
        };
    }

    private static Predicate<String> readable(String type) {
        return switch (type) {
            case "uuid" -> UuidText::isUuid;
            case "bigint" -> WHOLE.asMatchPredicate();
            default -> value -> value.length() < LONGEST_KEY && value.indexOf(0) < 0;
        };
    }

    /** Content in base64. */
    private record Stored(String hash, String content) {}

    private Optional<ContentAnswer> answer(ContentQuestion question) {
        Optional<ColumnFacts> content = column(question, question.content());
        Optional<ColumnFacts> hashed = column(question, question.hash().column());
        if (content.isEmpty() || hashed.isEmpty() || isJsonInText(question.hash(), hashed.get())) {
            return Optional.empty();
        }
        String bytes = "x." + SqlNames.quoted(question.content());
        String hash = hash(question.hash(), hashed.get());
        String sql = "/* truename:suggest */ SELECT " + hash + " AS hash, encode("
                + (content.get().baseType().equals("bytea") ? bytes : "convert_to(" + bytes + "::text, 'UTF8')")
                + ", 'base64') AS content FROM " + TableSql.quoted(question.table()) + " AS x WHERE " + hash
                + " IS NOT NULL AND pg_column_size(" + bytes + ") <= " + LARGEST_CONTENT + " AND octet_length(" + bytes
                + (content.get().baseType().equals("bytea") ? "" : "::text") + ") <= " + LARGEST_CONTENT + " LIMIT "
                + MOST_CONTENTS;
        Outcome<List<Stored>> read = work.onATable(
                "", () -> work.session().list(sql, row -> new Stored(row.text("hash"), row.text("content"))));
        return read instanceof Outcome.Done<List<Stored>> done && !done.result().isEmpty()
                ? Optional.of(compared(question, done.result()))
                : Optional.empty();
    }

    private static boolean isJsonInText(Place place, ColumnFacts column) {
        return place.path().isPresent() && !column.baseType().startsWith("json");
    }

    private static String hash(Place place, ColumnFacts column) {
        String name = "x." + SqlNames.quoted(place.column());
        if (place.path().isEmpty()) {
            return column.baseType().equals("bytea") ? "encode(" + name + ", 'hex')" : name + "::text";
        }
        return "(" + name + " #>> "
                + place.path().get().steps().stream()
                        .map(step -> "'" + ((JsonPath.Member) step).name().replace("'", "''") + "'::text")
                        .collect(Collectors.joining(", ", "ARRAY[", "]"))
                + ")";
    }

    private Optional<ColumnFacts> column(ContentQuestion question, String name) {
        return facts.table(question.table())
                .flatMap(table -> table.columns().stream()
                        .filter(column -> column.name().equals(name))
                        .findFirst());
    }

    private static ContentAnswer compared(ContentQuestion question, List<Stored> rows) {
        ContentAnswer best = new ContentAnswer(rows.size(), 0, Optional.empty());
        for (ContentHashAlgorithm algorithm : question.form().algorithms()) {
            Optional<MessageDigest> digest = digest(algorithm);
            int equal =
                    digest.map(computing -> equal(question, rows, computing)).orElse(0);
            if (equal > best.equal()) {
                best = new ContentAnswer(rows.size(), equal, Optional.of(algorithm));
            }
        }
        return best;
    }

    private static int equal(ContentQuestion question, List<Stored> rows, MessageDigest digest) {
        return (int) rows.stream()
                .filter(row -> digits(question, row.hash)
                        .equals(Optional.of(HexFormat.of()
                                .formatHex(digest.digest(Base64.getMimeDecoder().decode(row.content))))))
                .count();
    }

    /** A row that was written since the sample may have anything there. */
    private static Optional<String> digits(ContentQuestion question, String hash) {
        try {
            return Optional.of(question.form().digits(hash.strip()));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** The platform has no BLAKE. */
    private static Optional<MessageDigest> digest(ContentHashAlgorithm algorithm) {
        try {
            return Optional.of(MessageDigest.getInstance(algorithm.toString()));
        } catch (NoSuchAlgorithmException absent) {
            return Optional.empty();
        }
    }
}
