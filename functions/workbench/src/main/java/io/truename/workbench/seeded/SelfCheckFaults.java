// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.seeded;

import com.sun.net.httpserver.HttpServer;
import io.truename.identity.Namespace;
import io.truename.postgres.probing.selfcheck.IdsInSql;
import io.truename.probe.selfcheck.DeployedGenerate;
import io.truename.probing.finding.Cause;
import io.truename.probing.finding.FindingKind;
import io.truename.probing.finding.Observation;
import io.truename.probing.selfcheck.Implementation;
import io.truename.probing.selfcheck.ImplementationResult;
import io.truename.probing.selfcheck.Question;
import io.truename.probing.selfcheck.Questions;
import io.truename.probing.selfcheck.SelfCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Faults of the implementations that compute ids: PostgreSQL's own function, and the deployed {@code generate}. A server stands for the
 * latter and answers as it is told to.
 */
final class SelfCheckFaults implements AutoCloseable {
    private static final Namespace NAMESPACE = Namespace.DEFAULT;

    /** The function of version 3 under the name of that of version 5, and back. */
    private static final String SWAP =
            rename("uuid_generate_v5", "truename_v5") + rename("uuid_generate_v3", "uuid_generate_v5");

    private static final String SWAP_BACK =
            rename("uuid_generate_v5", "uuid_generate_v3") + rename("truename_v5", "uuid_generate_v5");

    private final FaultyCorpus corpus;
    private final HttpServer generate;
    private volatile byte[] answer = {};

    SelfCheckFaults(FaultyCorpus corpus) {
        this.corpus = corpus;
        try {
            generate = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        generate.createContext("/ids", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        generate.start();
    }

    /** Plants every fault at a place: one of the questions. */
    void plant(Place place, StageFaults.Comparison comparison) throws SQLException {
        int seed = place.random().nextInt(Questions.MOST_SEED);
        List<String> right =
                Questions.of(NAMESPACE, seed).stream().map(Question::inJava).toList();
        List<String> wrong = new ArrayList<>(right);
        wrong.set(
                right.indexOf(place.pick(right).orElseThrow()),
                WrongIds.drawn(5, place.random()).toString());
        String other = WrongIds.drawn(4, place.random()).toString();
        String own = NAMESPACE.id().toString();
        comparison.compare("agreeing implementations", Map.of(), found(seed, own, right));
        comparison.compare("recipe.disagrees (generate)", one(Implementation.GENERATE), found(seed, own, wrong));
        comparison.compare("recipe.disagrees (its namespace)", one(Implementation.GENERATE), found(seed, other, right));
        corpus.sql(SWAP);
        try {
            comparison.compare(
                    "recipe.disagrees (postgres)",
                    Map.of(cause(Implementation.POSTGRES), (long) right.size()),
                    found(seed, own, right));
        } finally {
            corpus.sql(SWAP_BACK);
        }
    }

    private static String rename(String from, String to) {
        return "ALTER FUNCTION extensions." + from + "(uuid, text) RENAME TO " + to + "; ";
    }

    private static Map<Cause, Long> one(Implementation implementation) {
        return Map.of(cause(implementation), 1L);
    }

    private static Cause cause(Implementation implementation) {
        return new Cause(FindingKind.RECIPE_DISAGREES, "", "", implementation.code());
    }

    private Map<Cause, Long> found(int seed, String namespace, List<String> ids) {
        answer = ids.stream()
                .map(id -> "{\"id\":\"" + id + "\"}")
                .collect(Collectors.joining(",", "{\"namespace\":\"" + namespace + "\",\"items\":[", "]}"))
                .getBytes(StandardCharsets.UTF_8);
        List<Question> questions = Questions.of(NAMESPACE, seed);
        URI health = URI.create("http://localhost:" + generate.getAddress().getPort() + "/health");
        SelfCheck check = SelfCheck.of(
                Instant.now(),
                seed,
                NAMESPACE,
                questions,
                Optional.empty(),
                IdsInSql.answer(corpus.database(), NAMESPACE, questions),
                new DeployedGenerate(Optional.of(health)).answer(NAMESPACE, questions));
        if (check.results().stream().anyMatch(result -> result.outcome() == ImplementationResult.Outcome.UNCHECKED)) {
            throw new IllegalStateException("An implementation was not asked: " + check);
        }
        return check.observations().stream().collect(Collectors.toMap(Observation::cause, Observation::count));
    }

    @Override
    public void close() {
        generate.stop(0);
    }
}
