// SPDX-License-Identifier: Apache-2.0
package io.truename.hashing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Sender of a list to {@code POST /content-hashes}, in parts that the function takes. A part that was not answered is sent again: that
 * changes nothing if it had arrived. Not thread-safe.
 */
final class HashSender implements HashSink {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_BYTES = 7_000_000;
    private static final int MOST_LINES = 50_000;
    /** Token of RFC 6750. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    private static final int TRIES = 8;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);
    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(3);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(LONGEST_CONNECT).build();
    private final URI address;
    private final String onConflict;
    private final Optional<String> token;
    private final Duration firstPause;
    private final Consumer<String> notes;
    private final List<byte[]> part = new ArrayList<>();
    private int partBytes;
    private long sent;
    private Answer total = new Answer(0, 0, 0, 0, 0);
    /** Whether a part could not be sent: then nothing more is, not even at the end. */
    private boolean broken;

    /** Counts of lines, as the function gives them. */
    record Answer(long stored, long equal, long replaced, long conflicting, long bad) {
        Answer plus(Answer other) {
            return new Answer(
                    stored + other.stored,
                    equal + other.equal,
                    replaced + other.replaced,
                    conflicting + other.conflicting,
                    bad + other.bad);
        }

        /** One line for people. */
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%,d stored, %,d equal, %,d replaced, %,d conflicting, %,d bad",
                    stored,
                    equal,
                    replaced,
                    conflicting,
                    bad);
        }
    }

    /**
     * Creates a sender.
     *
     * @param address of migrate, without the path
     * @param onConflict keep or replace
     * @param token identity token, where the function asks for one
     * @param firstPause before the second try of a part; each pause is twice the one before
     * @param notes takes lines for people: what was refused, and why
     */
    HashSender(String address, String onConflict, Optional<String> token, Duration firstPause, Consumer<String> notes) {
        try {
            this.address = new URI(address.replaceFirst("/+$", "") + "/content-hashes");
        } catch (java.net.URISyntaxException notLegal) {
            throw new SourceException("--to must be the address of migrate, such as https://HOST/migrate", notLegal);
        }
        if (!List.of("http", "https").contains(String.valueOf(this.address.getScheme()))
                || this.address.getHost() == null) {
            throw new SourceException(
                    "--to must begin with https:// or http:// and a host of letters, digits, hyphens and dots", null);
        }
        this.onConflict = onConflict;
        // Its end of line is one of the file or command that it comes from. A refusal must not show it.
        this.token = token.map(String::strip);
        if (this.token.filter(bearer -> !TOKEN.matcher(bearer).matches()).isPresent()) {
            throw new SourceException("TRUENAME_TOKEN must be one token: letters, digits and -._~+/=", null);
        }
        this.firstPause = firstPause;
        this.notes = notes;
    }

    @Override
    public void accept(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        if (part.size() == MOST_LINES || partBytes + bytes.length > MOST_BYTES) {
            sendPart();
        }
        part.add(bytes);
        partBytes += bytes.length;
    }

    @Override
    public void close() {
        if (!part.isEmpty() && !broken) {
            sendPart();
        }
    }

    /** Counts of all lines that were sent. */
    Answer total() {
        return total;
    }

    private void sendPart() {
        broken = true;
        List<byte[]> left = part;
        long first = sent + 1;
        while (!left.isEmpty()) {
            JsonNode answer = send(left, first);
            add(answer);
            long next = answer.path("nextLine").asLong(first + left.size());
            if (next <= first) {
                throw new SourceException(address + " did not go on after line " + first + ". Look at its log.", null);
            }
            // Time was up in there: the rest is a request of its own.
            left = left.subList((int) Math.min(left.size(), next - first), left.size());
            first = next;
        }
        sent += part.size();
        part.clear();
        partBytes = 0;
        broken = false;
    }

    private void add(JsonNode answer) {
        total = total.plus(new Answer(
                answer.path("stored").asLong(),
                answer.path("equal").asLong(),
                answer.path("replaced").asLong(),
                answer.path("conflicting").asLong(),
                answer.path("bad").asLong()));
        answer.path("conflicts")
                .forEach(
                        conflict -> notes.accept("line " + conflict.path("line").asLong() + ": "
                                + conflict.path("id").asText() + " has another hash, "
                                + conflict.path("kept").asText() + ", which was kept"));
        answer.path("badLines")
                .forEach(bad -> notes.accept("line " + bad.path("line").asLong() + ": "
                        + bad.path("field").asText() + " " + bad.path("rule").asText()));
    }

    private JsonNode send(List<byte[]> lines, long first) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(address + "?onConflict=" + onConflict + "&firstLine=" + first))
                .timeout(LONGEST_ANSWER)
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofByteArray(joined(lines)));
        token.ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer));
        Duration pause = firstPause;
        String failure = "";
        for (int tries = 1; tries <= TRIES; tries++) {
            if (tries > 1) {
                pause(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
            try {
                HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
                if (response.statusCode() == 200) {
                    return JSON.readTree(response.body());
                }
                failure = "answered " + response.statusCode() + " " + detail(response.body());
                if (response.statusCode() != 429 && response.statusCode() < 500) {
                    break;
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                break;
            } catch (IOException lost) {
                failure = "did not answer: " + lost.getMessage();
            }
        }
        throw new SourceException(
                address + " " + failure + ". " + (first - 1) + " lines were sent. Send the list again when it can be"
                        + " reached: lines that arrived are equal then.",
                null);
    }

    private static byte[] joined(List<byte[]> lines) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(MOST_BYTES);
        lines.forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }

    private static String detail(String body) {
        try {
            return JSON.readTree(body).path("detail").asText();
        } catch (IOException noProblem) {
            return "";
        }
    }

    private static void pause(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
