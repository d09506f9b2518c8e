// SPDX-License-Identifier: Apache-2.0
package io.truename.probe.selfcheck;

import com.fasterxml.jackson.core.JsonGenerator;
import io.truename.edge.call.IdentityTokens;
import io.truename.edge.json.FieldProblems;
import io.truename.edge.json.JsonBody;
import io.truename.edge.json.JsonOutput;
import io.truename.identity.Namespace;
import io.truename.probing.selfcheck.Answers;
import io.truename.probing.selfcheck.Question;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The deployed {@code generate}, asked for ids over HTTP as a pipeline asks it. Its answers are not trusted, neither in time nor in size. */
public final class DeployedGenerate {
    /** Enough for an instance that starts with the request. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private static final int MOST_BYTES = 65_536;

    private final Optional<URI> health;
    private final Duration longest;
    private final HttpClient client;
    private final IdentityTokens tokens;

    /**
     * Creates it without asking.
     *
     * @param health address at which {@code generate} says whether it is well; {@code /ids} is beside it. Empty if it is not known
     */
    public DeployedGenerate(Optional<URI> health) {
        this(health, LONGEST);
    }

    DeployedGenerate(Optional<URI> health, Duration longest) {
        this.health = health;
        this.longest = longest;
        this.client = HttpClient.newBuilder().connectTimeout(longest).build();
        this.tokens = new IdentityTokens(client);
    }

    /** Asks for the ids of all questions in the corpus's namespace, in one request. */
    public Answers answer(Namespace corpus, List<Question> questions) {
        if (health.isEmpty()) {
            return new Answers.None("TRUENAME_ENDPOINTS names no endpoint generate.");
        }
        List<Question> asked = questions.stream()
                .filter(question -> question.namespace().equals(corpus))
                .toList();
        CompletableFuture<HttpResponse<byte[]>> answering = send(ids(health.get()), body(asked));
        try {
            HttpResponse<byte[]> answer = answering.get(longest.toMillis(), TimeUnit.MILLISECONDS);
            return answer.statusCode() == 200
                    ? read(answer.body(), corpus, asked)
                    : new Answers.None("generate answered with status " + answer.statusCode() + ".");
        } catch (TimeoutException late) {
            answering.cancel(true);
            return new Answers.None("generate did not answer in " + longest.toMillis() + " ms.");
        } catch (ExecutionException failed) {
            return new Answers.None(
                    failed.getCause() instanceof LimitedBody.TooLargeException
                            ? "generate answered with more than " + MOST_BYTES + " bytes."
                            : "generate could not be reached, or ended the connection.");
        } catch (InterruptedException stopped) {
            answering.cancel(true);
            Thread.currentThread().interrupt();
            return new Answers.None("The check was interrupted.");
        }
    }

    private CompletableFuture<HttpResponse<byte[]>> send(URI address, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body));
        tokens.of(address).join().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        // A time-out of the request would end with the headers: the caller bounds the whole, and cancels it.
        return client.sendAsync(request.build(), info -> new LimitedBody(MOST_BYTES));
    }

    /** The address beside that of the health. */
    private static URI ids(URI health) {
        return health.getRawPath().isEmpty() ? health.resolve("/ids") : health.resolve("ids");
    }

    private static byte[] body(List<Question> questions) {
        return JsonOutput.of(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("items");
            for (Question question : questions) {
                item(json, question);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void item(JsonGenerator json, Question question) throws IOException {
        json.writeStartObject();
        if (question instanceof Question.OfDocument of) {
            json.writeStringField("kind", "document");
            json.writeStringField("userId", of.document().userId());
            json.writeStringField("fileSha256", of.document().fileSha256());
        } else if (question instanceof Question.OfChunk of) {
            json.writeStringField("kind", "chunk");
            json.writeStringField("documentId", of.chunk().documentId().toString());
            json.writeStringField("chunker", of.chunk().chunker());
            json.writeStringField("chunkerVersion", of.chunk().chunkerVersion());
            json.writeNumberField("ordinal", of.chunk().ordinal());
        }
        json.writeEndObject();
    }

    private static Answers read(byte[] bytes, Namespace corpus, List<Question> asked) {
        FieldProblems problems = new FieldProblems();
        JsonBody body = JsonBody.read(bytes, problems);
        String namespace = body.text("namespace", "", text -> text);
        List<String> ids = body.objects("items", asked.size(), "ids").stream()
                .map(item -> item.text("id", "", text -> text))
                .toList();
        if (problems.found() > 0 || namespace.isEmpty() || ids.size() != asked.size()) {
            return new Answers.None("The answer of generate is not the JSON that it describes.");
        }
        String expected = corpus.id().toString();
        return namespace.equals(expected)
                ? new Answers.Given(asked, ids)
                : new Answers.OtherNamespace(namespace, expected);
    }
}
