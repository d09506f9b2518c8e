// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fuzzer that sends hostile requests to a running function and checks the answers: well-formed HTTP must be answered,
 * without a status above 499, a value or header of the request, a class name or a stack trace. The seed alone determines the
 * requests.
 */
public final class RequestFuzzer {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MOST_SHOWN = 100;
    private static final Pattern INSIDE = Pattern.compile(
            "io\\.truename\\.|org\\.springframework|org\\.eclipse|com\\.fasterxml|com\\.google|java\\.(lang|util|io|net)\\.|Exception|\\.java:|\\bat [\\w$.]+\\(");
    /** The name of an unknown field stands in its problem's pointer; a mutated body may have made a value into a name. */
    private static final Pattern POINTER = Pattern.compile("\"pointer\":\"[^\"]*\"");

    private final FuzzedRequests requests;
    private final long seed;
    private final SortedMap<Integer, Integer> statuses = new TreeMap<>();
    private final SortedMap<String, Integer> kinds = new TreeMap<>();
    private final List<String> violations = new ArrayList<>();
    private int violationCount;
    private int frameworkRefusals;

    /**
     * Creates the fuzzer of one run.
     *
     * @param paths of the function's routes
     */
    public RequestFuzzer(long seed, List<String> paths) {
        this.seed = seed;
        this.requests = new FuzzedRequests(seed, paths);
    }

    /** Whether a line of a log shows content of a fuzzed request. */
    public static boolean leaks(String line) {
        return line.toLowerCase(Locale.ROOT).contains(FuzzedBodies.SECRET);
    }

    /**
     * Sends {@code count} requests to a port of this machine, one after the other.
     *
     * @param progress receives the number of requests sent
     */
    public FuzzSummary run(int port, int count, IntConsumer progress) {
        @Nullable RawConnection kept = null;
        try {
            for (int number = 0; number < count; number++) {
                FuzzedRequest request = requests.request(number);
                kinds.merge(request.kind(), 1, Integer::sum);
                Exchange exchange = kept == null ? Exchange.UNANSWERED : exchange(kept, request, number, false);
                // A server may end an idle connection whenever it likes: only on a new one is silence a fault.
                if (exchange == Exchange.UNANSWERED) {
                    closed(kept);
                    kept = new RawConnection(port, PATIENCE);
                    exchange = exchange(kept, request, number, true);
                }
                kept = exchange == Exchange.GOES_ON ? kept : closed(kept);
                progress.accept(number + 1);
            }
        } catch (IOException refused) {
            violation(-1, "the function takes no connections any more: " + refused);
        } finally {
            closed(kept);
        }
        return new FuzzSummary(
                seed,
                kinds.values().stream().mapToInt(Integer::intValue).sum(),
                statuses,
                kinds,
                frameworkRefusals,
                violations,
                violationCount);
    }

    private enum Exchange {
        GOES_ON,
        ENDED,
        UNANSWERED
    }

    /** Sends one request and judges its answer. */
    private Exchange exchange(RawConnection connection, FuzzedRequest request, int number, boolean fresh) {
        try {
            send(connection, request);
            RawResponse response = connection.read(request.head());
            statuses.merge(response.status(), 1, Integer::sum);
            judge(request, response, number);
            return request.wellFormed() && response.reusable() ? Exchange.GOES_ON : Exchange.ENDED;
        } catch (SocketTimeoutException silence) {
            violation(number, request.kind() + ": no answer within " + PATIENCE);
            return Exchange.ENDED;
        } catch (IOException ended) {
            if (!fresh) {
                return Exchange.UNANSWERED;
            }
            statuses.merge(0, 1, Integer::sum);
            if (request.wellFormed()) {
                violation(number, request.kind() + ": no answer, but " + ended);
            }
            return Exchange.ENDED;
        }
    }

    /** Sends it all; where the function stops listening halfway, its answer may be there already. */
    private static void send(RawConnection connection, FuzzedRequest request) throws IOException {
        try {
            connection.send(request.bytes());
            if (!request.wellFormed()) {
                connection.sendEnd();
            }
        } catch (SocketTimeoutException silence) {
            throw silence;
        } catch (IOException refusedHalfway) {
            // The reading tells.
        }
    }

    private void judge(FuzzedRequest request, RawResponse response, int number) {
        if (response.status() >= 500) {
            if (response.status() == request.frameworkMayAnswer5xx() && response.body().length == 0) {
                frameworkRefusals++;
            } else {
                violation(number, request.kind() + ": answered " + response.status() + " " + response.text());
            }
        }
        String body = new String(response.body(), StandardCharsets.UTF_8);
        if (leaks(response.head())) {
            violation(number, request.kind() + ": a header came back: " + response.head());
        }
        if (leaks(POINTER.matcher(body).replaceAll(""))) {
            violation(number, request.kind() + ": a value came back: " + body);
        }
        if (INSIDE.matcher(body).find() || INSIDE.matcher(response.head()).find()) {
            violation(number, request.kind() + ": the inside shows: " + body);
        }
        if (response.status() >= 400 && response.body().length > 0 && !isProblem(response)) {
            violation(number, request.kind() + ": no problem, but " + response.head());
        }
    }

    private static boolean isProblem(RawResponse response) {
        return response.header("content-type").orElse("").startsWith("application/problem+json")
                || (response.status() == 503
                        && response.header("content-type").orElse("").startsWith("application/json"));
    }

    private void violation(int number, String what) {
        violationCount++;
        if (violations.size() < MOST_SHOWN) {
            violations.add("request " + number + ": " + (what.length() > 500 ? what.substring(0, 500) + "..." : what));
        }
    }

    private static @Nullable RawConnection closed(@Nullable RawConnection connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (IOException alreadyGone) {
                // It is closed either way.
            }
        }
        return null;
    }
}
