// SPDX-License-Identifier: Apache-2.0
package io.truename.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.truename.testkit.redis.RedisServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The adapter on a real server, which these tests kill, freeze and fill with what is not ours. */
class RedisValuesIT {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private RedisServer server;
    private RedisValues values;

    @BeforeAll
    static void needsRedis() {
        assumeTrue(RedisServer.isInstalled(), RedisServer.ABSENT);
    }

    @BeforeEach
    void start() {
        server = RedisServer.start();
        values = new RedisValues(RedisUrl.parse(server.url()));
        connected(values);
    }

    @AfterEach
    void stop() {
        values.close();
        server.close();
    }

    @Test
    void values_areFoundUntilTheyAreRemovedOrForgotten() {
        Map<String, String> many = IntStream.range(0, 1_000)
                .boxed()
                .collect(Collectors.toMap(number -> "key " + number, number -> "value ü " + number));
        // Values are left out when Redis takes long to answer, as it may on a busy machine.
        await(() -> {
            values.put(many, MINUTE);
            return values.find(many.keySet()).equals(many);
        });
        values.remove(List.of("key 1", "key 2", "unknown"));
        Map<String, String> left = new HashMap<>(many);
        left.keySet().removeAll(Set.of("key 1", "key 2"));
        assertThat(values.find(many.keySet())).isEqualTo(left);
        values.put(Map.of("short", "x"), Duration.ofMillis(20));
        await(() -> values.find(Set.of("short")).isEmpty());
        assertThat(values.find(Set.of())).isEmpty();
        values.put(Map.of("none", "x"), Duration.ZERO);
        assertThat(values.find(Set.of("none"))).isEmpty();
    }

    @Test
    void value_ofAnotherType_isAbsent() {
        server.command("LPUSH", "list", "a");
        values.put(Map.of("ours", "1"), MINUTE);
        assertThat(values.find(List.of("list", "ours"))).isEqualTo(Map.of("ours", "1"));
        assertThat(values.state().reachable()).isTrue();
    }

    @Test
    void server_killed_costsALittleOnce_andIsUsedAgainWhenItIsBack() {
        values.put(Map.of("a", "1"), MINUTE);
        server.kill();
        assertEndsQuickly();
        server.restart();
        await(() -> {
            values.put(Map.of("a", "2"), MINUTE);
            return values.find(Set.of("a")).equals(Map.of("a", "2"));
        });
    }

    @Test
    void server_frozen_costsALittleOnce_andIsUsedAgainWhenItGoesOn() {
        values.put(Map.of("a", "1"), MINUTE);
        server.freeze();
        assertEndsQuickly();
        server.thaw();
        await(() -> values.find(Set.of("a")).equals(Map.of("a", "1")));
    }

    /** Twenty calls wait for the server once, or twice where the first trial comes in between. */
    private void assertEndsQuickly() {
        long before = values.state().failures();
        long begun = System.nanoTime();
        for (int call = 0; call < 20; call++) {
            assertThat(values.find(Set.of("a"))).isEmpty();
            values.put(Map.of("b", "1"), MINUTE);
            values.remove(Set.of("b"));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(400));
        assertThat(values.state().failures() - before).isBetween(1L, 2L);
        assertThat(values.state().skipped()).isGreaterThan(40);
        assertThat(values.state().reachable()).isFalse();
    }

    @Test
    void login_wrong_isAbsent() {
        server.command("CONFIG", "SET", "requirepass", "right");
        try (RedisValues stranger = new RedisValues(RedisUrl.parse("redis://:wrong@127.0.0.1:" + server.port()));
                RedisValues known = new RedisValues(RedisUrl.parse("redis://:right@127.0.0.1:" + server.port()))) {
            known.put(Map.of("a", "1"), MINUTE);
            connected(known);
            assertThat(stranger.find(Set.of("a"))).isEmpty();
            assertThat(stranger.state().failures()).isPositive();
        }
    }

    private static void connected(RedisValues values) {
        await(() -> {
            values.find(Set.of("x"));
            return values.state().reachable();
        });
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
