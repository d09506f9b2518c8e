// SPDX-License-Identifier: Apache-2.0
package io.truename.report.http;

import io.truename.costing.budget.BudgetPeriod;
import io.truename.edge.corpus.Ids;
import io.truename.edge.json.FieldProblems;
import io.truename.edge.json.JsonBody;
import io.truename.edge.json.JsonOutput;
import io.truename.edge.json.Rules;
import io.truename.postgres.reporting.ReportStore.Kind;
import io.truename.postgres.reporting.ReportStore.Order;
import io.truename.reviewing.reliability.ReportWindow;
import io.truename.reviewing.reliability.ReportWindow.Span;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Body of {@code POST /reports}: kind, window, and the options of the kind. */
final class OrderBody {
    private static final Duration LONGEST = Duration.ofDays(400);
    private static final int MOST_REPLICAS = 20;
    private static final int MOST_MONTHS = 120;
    private static final double MOST_MONEY = 1e12;

    /** Keys of labels [1]. [1] https://cloud.google.com/resource-manager/docs/labels-overview#requirements */
    private static final Pattern LABEL = Pattern.compile("[\\p{Ll}\\p{Lo}][\\p{Ll}\\p{Lo}\\p{N}_-]{0,62}");

    private OrderBody() {}

    /** Reads a body; an order with problems must not be used. */
    static Order read(JsonBody body, FieldProblems problems, ZoneId zone, Instant now) {
        if (!body.has("kind")) {
            body.problem("kind", Rules.GIVEN + ": " + kinds(), Rules.NOTHING);
        }
        Kind kind = body.text("kind", Kind.SAVINGS, OrderBody::kind);
        Optional<Instant> from = body.text("from", Optional.empty(), OrderBody::instant);
        Optional<Instant> until = body.text("until", Optional.empty(), OrderBody::instant);
        String options = options(kind, body);
        body.refuseUnread();
        if (from.isPresent() != until.isPresent()) {
            body.problem(from.isPresent() ? "until" : "from", "must be given with the other, or both left out", "one");
        }
        ReportWindow usual = ReportWindow.before(
                kind == Kind.WEEKLY ? Span.WEEK : Span.MONTH, now, kind == Kind.COST ? BudgetPeriod.ZONE : zone);
        boolean moment = kind == Kind.SAVINGS || kind == Kind.MIGRATION;
        Instant begin = from.orElse(moment ? now.minus(Duration.ofDays(30)) : usual.from());
        Instant end = until.orElse(moment ? now : usual.until());
        if (problems.found() == 0
                && (!begin.isBefore(end) || Duration.between(begin, end).compareTo(LONGEST) > 0)) {
            body.problem("until", "must be after from, and at most " + LONGEST.toDays() + " days", "another time");
        }
        return new Order(kind, begin, end.isBefore(begin) ? begin : end, options, Optional.empty(), Optional.empty());
    }

    private static String options(Kind kind, JsonBody body) {
        byte[] json = switch (kind) {
            case SAVINGS -> savings(body);
            case MIGRATION -> migration(body);
            case COST -> cost(body);
            case WEEKLY, FEEDBACK -> new byte[] {'{', '}'};
        };
        return new String(json, StandardCharsets.UTF_8);
    }

    private static byte[] savings(JsonBody body) {
        long replicas = body.whole("replicas", 0, 0, MOST_REPLICAS);
        boolean shrinkable = body.flag("shrinkable", false);
        long months = body.whole("months", 12, 1, MOST_MONTHS);
        double migrationCost = body.decimal("migrationCost", 0, 0, MOST_MONEY);
        double runningCost = body.decimal("runningCostPerMonth", 0, 0, MOST_MONEY);
        return JsonOutput.of(json -> {
            json.writeStartObject();
            json.writeNumberField("replicas", replicas);
            json.writeBooleanField("shrinkable", shrinkable);
            json.writeNumberField("months", months);
            json.writeNumberField("migrationCost", migrationCost);
            json.writeNumberField("runningCostPerMonth", runningCost);
            json.writeEndObject();
        });
    }

    private static byte[] cost(JsonBody body) {
        Optional<String> label = body.text("label", Optional.empty(), text -> Optional.of(label(text)));
        return JsonOutput.of(json -> {
            json.writeStartObject();
            if (label.isPresent()) {
                json.writeStringField("label", label.get());
            }
            json.writeEndObject();
        });
    }

    private static String label(String text) {
        if (!LABEL.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "must be the key of a label: 1 to 63 lower-case letters, digits, _ or -, a letter first");
        }
        return text;
    }

    private static byte[] migration(JsonBody body) {
        if (!body.has("run")) {
            body.problem("run", Rules.GIVEN + ": the id of a run of migrate", Rules.NOTHING);
        }
        Optional<UUID> run = body.text("run", Optional.empty(), text -> Optional.of(Ids.parse(text)));
        return JsonOutput.of(json -> {
            json.writeStartObject();
            json.writeStringField("run", run.map(UUID::toString).orElse(""));
            json.writeEndObject();
        });
    }

    /** Kind by its name in small letters. */
    static Kind kind(String text) {
        for (Kind kind : Kind.values()) {
            if (name(kind).equals(text)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("must be " + kinds());
    }

    static String name(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static String kinds() {
        return Arrays.stream(Kind.values()).map(OrderBody::name).collect(Collectors.joining(", "));
    }

    private static Optional<Instant> instant(String text) {
        return Optional.of(time(text));
    }

    /** A time of the years that reports are about. */
    static Instant time(String text) {
        try {
            Instant time = Instant.parse(text);
            // The database has microseconds, and years of four digits are enough for a report.
            if (time.getEpochSecond() >= 0 && time.isBefore(Instant.parse("2200-01-01T00:00:00Z"))) {
                return time;
            }
        } catch (DateTimeException notATime) {
            throw new IllegalArgumentException("must be a time, such as 2026-11-23T00:00:00Z", notATime);
        }
        throw new IllegalArgumentException("must be a time from 1970 to 2199");
    }
}
