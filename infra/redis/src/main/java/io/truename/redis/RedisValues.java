// SPDX-License-Identifier: Apache-2.0
package io.truename.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SetArgs;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Values in one Redis server, or the primary of a replicated one; not a cluster. A call waits for at most {@link #LONGEST_WAIT}, and
 * after one that failed the next are not tried for a while: a server that is gone or hangs costs a caller that wait at most once in
 * half a second, and later once in fifteen. The first call connects.
 */
public final class RedisValues implements SharedValues {
    /** A look-up in the database takes about as long, so nobody gains from waiting longer. */
    public static final Duration LONGEST_WAIT = Duration.ofMillis(50);

    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(2);
    private static final int MOST_QUEUED = 20_000;

    private final RedisUrl url;
    private final Circuit circuit = new Circuit();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong skipped = new AtomicLong();
    private @Nullable ClientResources resources;
    private @Nullable RedisClient client;
    private @Nullable CompletableFuture<StatefulRedisConnection<String, String>> connecting;

    public RedisValues(RedisUrl url) {
        this.url = url;
    }

    @Override
    public Map<String, String> find(Collection<String> keys) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        List<KeyValue<String, String>> found =
                call(commands -> commands.mget(keys.toArray(String[]::new)).toCompletableFuture(), List.of());
        Map<String, String> values = new HashMap<>(2 * found.size());
        for (KeyValue<String, String> each : found) {
            if (each.hasValue()) {
                values.put(each.getKey(), each.getValue());
            }
        }
        return values;
    }

    @Override
    public void put(Map<String, String> values, Duration lifetime) {
        if (values.isEmpty() || lifetime.toMillis() <= 0) {
            return;
        }
        SetArgs forgotten = SetArgs.Builder.px(lifetime.toMillis());
        call(
                commands -> CompletableFuture.allOf(values.entrySet().stream()
                                .map(each -> commands.set(each.getKey(), each.getValue(), forgotten)
                                        .toCompletableFuture())
                                .toArray(CompletableFuture<?>[]::new))
                        .thenApply(done -> true),
                false);
    }

    @Override
    public void remove(Collection<String> keys) {
        if (!keys.isEmpty()) {
            call(commands -> commands.del(keys.toArray(String[]::new)).toCompletableFuture(), 0L);
        }
    }

    @Override
    public SharedState state() {
        return new SharedState(true, circuit.answered(), calls.get(), failures.get(), skipped.get());
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.shutdown(Duration.ZERO, LONGEST_CONNECT);
            client = null;
        }
        if (resources != null) {
            Future<Boolean> unused = resources.shutdown(0, LONGEST_CONNECT.toMillis(), TimeUnit.MILLISECONDS);
            resources = null;
        }
        connecting = null;
    }

    private <T> T call(Function<RedisAsyncCommands<String, String>, CompletableFuture<T>> command, T absent) {
        long begun = System.nanoTime();
        if (!circuit.allows(begun)) {
            skipped.incrementAndGet();
            return absent;
        }
        calls.incrementAndGet();
        CompletableFuture<StatefulRedisConnection<String, String>> connection = connection();
        try {
            T answer = within(begun, command.apply(within(begun, connection).async()));
            circuit.succeeded();
            return answer;
        } catch (TimeoutException | ExecutionException | RedisException lost) {
            failures.incrementAndGet();
            circuit.failed(begun, System.nanoTime());
            drop(connection);
            return absent;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return absent;
        }
    }

    private static <T> T within(long begun, CompletableFuture<T> answer)
            throws TimeoutException, ExecutionException, InterruptedException {
        long left = LONGEST_WAIT.toNanos() - (System.nanoTime() - begun);
        return answer.get(Math.max(left, 0), TimeUnit.NANOSECONDS);
    }

    private synchronized CompletableFuture<StatefulRedisConnection<String, String>> connection() {
        CompletableFuture<StatefulRedisConnection<String, String>> known = connecting;
        if (known == null) {
            known = client().connectAsync(StringCodec.UTF8, uri()).toCompletableFuture();
            connecting = known;
        }
        return known;
    }

    /** Forgets a connection that failed. One that is still being made is left to be ready for a later call. */
    private synchronized void drop(CompletableFuture<StatefulRedisConnection<String, String>> failed) {
        if (failed.isDone() && connecting == failed) {
            connecting = null;
            if (!failed.isCompletedExceptionally()) {
                CompletableFuture<Void> unused = failed.join().closeAsync();
            }
        }
    }

    private RedisClient client() {
        RedisClient known = client;
        if (known == null) {
            ClientResources own = DefaultClientResources.builder()
                    .ioThreadPoolSize(2)
                    .computationThreadPoolSize(2)
                    .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                    .build();
            known = RedisClient.create(own);
            known.setOptions(ClientOptions.builder()
                    // The circuit decides when to connect again: between requests an instance has no processor for it.
                    .autoReconnect(false)
                    .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                    .requestQueueSize(MOST_QUEUED)
                    .socketOptions(SocketOptions.builder()
                            .connectTimeout(LONGEST_CONNECT)
                            .tcpNoDelay(true)
                            .build())
                    .build());
            resources = own;
            client = known;
        }
        return known;
    }

    private RedisURI uri() {
        RedisURI.Builder builder = RedisURI.builder()
                .withHost(url.host())
                .withPort(url.port())
                .withDatabase(url.database())
                .withSsl(url.encrypted())
                .withTimeout(LONGEST_CONNECT);
        if (!url.user().isEmpty()) {
            builder.withAuthentication(url.user(), url.password().toCharArray());
        } else if (!url.password().isEmpty()) {
            builder.withPassword(url.password().toCharArray());
        }
        return builder.build();
    }
}
