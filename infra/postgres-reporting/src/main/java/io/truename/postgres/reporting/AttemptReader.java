// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.reporting;

import io.truename.costing.savings.AvoidedWork;
import io.truename.costing.savings.AvoidedWork.Amount;
import io.truename.costing.savings.AvoidedWork.Step;
import io.truename.costing.savings.AvoidedWork.Unit;
import io.truename.costing.savings.RecordedWork;
import io.truename.postgres.Session;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reader of attempts by outcome, and of avoided work, from the sums by hour that {@code probe} keeps of stage events. Its cost depends on the
 * hours of the time and never on the number of events: the rows of an hour are 64 at most, and are found by the table's key.
 */
public final class AttemptReader {
    private static final Map<String, Step> STEPS = Map.of(
            "uploaded", Step.UPLOAD,
            "parsed", Step.PARSE,
            "chunked", Step.CHUNK,
            "embedded", Step.EMBED);

    private static final String SUMS = """
            SELECT stage, min(hour) AS first, max(hour) AS last, sum(attempts)::bigint AS attempts, sum(stored)::bigint AS stored,
                   sum(skipped)::bigint AS skipped, sum(failed)::bigint AS failed, sum(not_told)::bigint AS not_told,
                   sum(bytes_told)::bigint AS bytes_told, sum(avoided_bytes) AS avoided_bytes,
                   sum(pages_told)::bigint AS pages_told, sum(avoided_pages) AS avoided_pages,
                   sum(tokens_told)::bigint AS tokens_told, sum(avoided_tokens) AS avoided_tokens
            FROM truename.stage_attempt_hour WHERE hour >= $1 AND hour < $2 GROUP BY stage""";

    private record OfStep(AvoidedWork work, Instant first, Instant last) {}

    /** Reads the work of the whole hours that begin between two times. To be called in a transaction. */
    public RecordedWork read(Session session, Instant from, Instant until) {
        session.execute("SET LOCAL statement_timeout = '10s'");
        List<OfStep> steps = session
                .list(
                        SUMS,
                        row -> Optional.ofNullable(STEPS.get(row.text("stage"))).map(step -> ofStep(step, row)),
                        Times.at(from),
                        Times.at(until))
                .stream()
                .flatMap(Optional::stream)
                .sorted((one, other) -> one.work().step().compareTo(other.work().step()))
                .toList();
        return new RecordedWork(
                from,
                until,
                steps.stream().map(OfStep::work).toList(),
                steps.stream().map(OfStep::first).min(Instant::compareTo),
                steps.stream().map(OfStep::last).max(Instant::compareTo));
    }

    private static OfStep ofStep(Step step, Session.Fields row) {
        Map<Unit, Amount> avoided = new EnumMap<>(Unit.class);
        for (Unit unit : step.units()) {
            Amount amount = new Amount(
                    row.number(unit.word() + "_told"),
                    row.get("avoided_" + unit.word(), BigDecimal.class).toBigIntegerExact());
            if (amount.skips() > 0) {
                avoided.put(unit, amount);
            }
        }
        AvoidedWork work = new AvoidedWork(
                step,
                row.number("attempts"),
                row.number("stored"),
                row.number("skipped"),
                row.number("failed"),
                row.number("not_told"),
                avoided);
        return new OfStep(work, Times.of(row, "first"), Times.of(row, "last"));
    }
}
