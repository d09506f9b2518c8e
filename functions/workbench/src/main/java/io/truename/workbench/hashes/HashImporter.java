// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.hashes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.truename.testkit.InvokerProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Client that imports a list in parts, as {@code truename-hashes} does, and kills the function while it works on some of them. */
public final class HashImporter {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int PART = 50_000;

    /** A part takes longer than this, so that the kill meets it on the way. */
    private static final long KILL_MILLIS = 300;

    private final HttpClient client = HttpClient.newHttpClient();
    private final InvokerProcess.Builder function;
    private final PrintStream progress;

    /** Creates a client of a function that it starts itself. */
    public HashImporter(InvokerProcess.Builder function, PrintStream progress) {
        this.function = function;
        this.progress = progress;
    }

    /**
     * Result of an import.
     *
     * @param stored lines that the answers call stored; those of a part whose answer was lost are equal afterwards
     * @param seconds with the starts of the instances after the kills
     */
    public record Result(long stored, long equal, int kills, double seconds) {}

    /** Imports a list of so many lines, with so many kills, spread evenly. */
    public Result run(long lines, int kills) throws IOException, InterruptedException {
        InvokerProcess instance = function.start();
        try {
            // The first call creates the schema, which is no part of an import.
            answer(instance, "", 1);
            long begun = System.nanoTime();
            long parts = (lines + PART - 1) / PART;
            long stored = 0;
            long equal = 0;
            int killed = 0;
            for (long part = 0; part < parts; part++) {
                long from = part * PART + 1;
                String body = lines(from, Math.min(lines, from + PART - 1));
                if (killed < kills && part >= (killed + 1) * parts / (kills + 1)) {
                    killed++;
                    killWithin(instance, body, from);
                    instance = function.start();
                }
                JsonNode answer = answer(instance, body, from);
                stored += answer.path("stored").asLong();
                equal += answer.path("equal").asLong();
                progress.printf("%,d lines%n", Math.min(lines, (part + 1) * PART));
            }
            return new Result(stored, equal, killed, (System.nanoTime() - begun) / 1e9);
        } finally {
            instance.close();
        }
    }

    private void killWithin(InvokerProcess instance, String body, long from) throws InterruptedException {
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(request(instance, body, from), BodyHandlers.ofString());
        try {
            answer.get(KILL_MILLIS, TimeUnit.MILLISECONDS);
            progress.println("A part was answered before the kill.");
        } catch (TimeoutException underWay) {
            progress.println("Killed within a part.");
        } catch (ExecutionException failed) {
            progress.println("A part failed before the kill: " + failed.getCause());
        }
        instance.close();
    }

    private JsonNode answer(InvokerProcess instance, String body, long from) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request(instance, body, from), BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("Answered " + response.statusCode() + " " + response.body());
        }
        return JSON.readTree(response.body());
    }

    private static HttpRequest request(InvokerProcess instance, String body, long from) {
        return HttpRequest.newBuilder(instance.uri("/content-hashes?firstLine=" + from))
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    /** Keys in an order that is not that of the index, as the files of a folder come. */
    private static String lines(long from, long until) {
        StringBuilder lines = new StringBuilder();
        for (long line = from; line <= until; line++) {
            String hash = "%016x".formatted(line * 0x9E3779B97F4A7C15L).repeat(4);
            lines.append("{\"id\":\"objects/")
                    .append(hash, 0, 8)
                    .append('/')
                    .append(line)
                    .append(".pdf\",\"sha256\":\"")
                    .append(hash)
                    .append("\"}\n");
        }
        return lines.toString();
    }
}
