// SPDX-License-Identifier: Apache-2.0
package io.truename.postgres.rekeying.work;

import io.truename.postgres.Session;
import io.truename.postgres.rekeying.lease.LeaseToken;
import io.truename.rekeying.hold.HoldCode;
import io.truename.rekeying.hold.HoldState;
import io.truename.rekeying.sizing.BatchSizer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Store of a worker's state between pieces of work. */
final class WorkerStateStore {
    private WorkerStateStore() {}

    /** Reads the worker's batch sizer. */
    static BatchSizer sizer(Session session, int run, int shard, Duration target) {
        Map<String, Double> values = new HashMap<>();
        session.list(
                        "SELECT e.key, e.value FROM truename.shard AS s CROSS JOIN LATERAL jsonb_each_text(s.sizer) AS e"
                                + " WHERE s.run = $1 AND s.shard = $2 AND e.key NOT LIKE 'hold%'",
                        row -> Map.entry(row.text("key"), Double.valueOf(row.text("value"))), run, shard)
                .forEach(entry -> values.put(entry.getKey(), entry.getValue()));
        return BatchSizer.of(target, values);
    }

    /** Reads the worker's last hold. */
    static HoldState holding(Session session, int run, int shard) {
        return session.find(
                        "SELECT sizer ->> 'holdCode' AS code, (sizer ->> 'holdLooks')::integer AS looks,"
                                + " (sizer ->> 'holdBegan')::bigint AS began, sizer ->> 'holdIgnored' AS ignored"
                                + " FROM truename.shard WHERE run = $1 AND shard = $2 AND sizer ? 'holdLooks'",
                        row -> new HoldState(
                                row.find("code", String.class).map(HoldCode::valueOf),
                                Instant.ofEpochMilli(row.number("began")),
                                row.get("looks", Integer.class),
                                row.find("ignored", String.class).stream()
                                        .flatMap(codes -> Stream.of(codes.split(",", -1)))
                                        .filter(code -> !code.isEmpty())
                                        .map(HoldCode::valueOf)
                                        .collect(Collectors.toUnmodifiableSet())),
                        run,
                        shard)
                .orElse(HoldState.NONE);
    }

    /** Reads the worker's throttle state. */
    static ThrottleState pace(Session session, int run, int shard) {
        return session.find(
                        "SELECT (sizer ->> 'rateTokens')::float8 AS tokens, (sizer ->> 'rateAt')::bigint AS at,"
                                + " (sizer ->> 'calmSeconds')::float8 AS calm,"
                                + " coalesce((sizer ->> 'vacuumFrom')::bigint, 0) AS vacuum_from"
                                + " FROM truename.shard WHERE run = $1 AND shard = $2 AND sizer ? 'rateAt'",
                        row -> new ThrottleState(
                                row.get("tokens", Double.class),
                                Instant.ofEpochMilli(row.number("at")),
                                row.get("calm", Double.class),
                                Instant.ofEpochMilli(row.number("vacuum_from"))),
                        run,
                        shard)
                .orElse(ThrottleState.UNKNOWN);
    }

    /** Stores the state; has no effect if the lease is lost. */
    static void keep(Session session, LeaseToken lease, BatchSizer sizer, HoldState holding, ThrottleState pace) {
        Map<String, Double> values = new HashMap<>(sizer.values());
        values.put("rateTokens", pace.tokens());
        values.put("rateAt", (double) pace.tokensAt().toEpochMilli());
        values.put("calmSeconds", pace.calmSeconds());
        values.put("vacuumFrom", (double) pace.vacuumFrom().toEpochMilli());
        session.update(
                "UPDATE truename.shard SET batch_rows = $5, sizer = (SELECT jsonb_object_agg(name, value)"
                        + " FROM unnest($6::text[], $7::float8[]) AS given (name, value))"
                        + " || jsonb_strip_nulls(jsonb_build_object('holdCode', $8::text, 'holdLooks', $9::integer,"
                        + " 'holdBegan', $10::bigint, 'holdIgnored', $11::text))"
                        + " WHERE run = $1 AND shard = $2 AND token = $3 AND holder = $4",
                lease.run(),
                lease.shard(),
                lease.token(),
                lease.holder(),
                sizer.rows(),
                values.keySet().toArray(String[]::new),
                values.values().toArray(Double[]::new),
                text(holding.code()),
                holding.looks(),
                holding.began().toEpochMilli(),
                holding.ignored().stream().map(HoldCode::name).collect(Collectors.joining(",")));
    }

    /** Records that nothing is left for the worker, and returns whether nothing is left for any. */
    static boolean done(Session session, LeaseToken lease) {
        session.update(
                "UPDATE truename.shard SET done = true WHERE run = $1 AND shard = $2 AND token = $3 AND holder = $4",
                lease.run(),
                lease.shard(),
                lease.token(),
                lease.holder());
        return allDone(session, lease.run());
    }

    static boolean allDone(Session session, int run) {
        return session.one(
                "SELECT NOT EXISTS (SELECT FROM truename.shard WHERE run = $1 AND NOT done) AS done",
                row -> row.flag("done"),
                run);
    }

    private static Object text(Optional<HoldCode> code) {
        return code.<Object>map(HoldCode::name).orElse(new Session.Null(String.class));
    }
}
