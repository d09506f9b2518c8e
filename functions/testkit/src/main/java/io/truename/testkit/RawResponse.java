// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * HTTP/1.1 response as received.
 *
 * @param head status line and header lines, as sent
 * @param body without the transfer coding
 * @param reusable whether another request may follow on the same connection
 */
@SuppressWarnings("ArrayRecordComponent") // compared by no one
public record RawResponse(int status, String head, byte[] body, boolean reusable) {
    private static final int LONGEST_LINE = 64 * 1024;

    /** The first value of a header, found without regard to case. */
    public Optional<String> header(String name) {
        return header(head, name);
    }

    /** The body as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /**
     * Reads one response.
     *
     * @throws EOFException if the connection ends before a status line
     * @throws IOException if what comes is not HTTP, or does not come in time
     */
    static RawResponse read(InputStream in, boolean withoutBody) throws IOException {
        String statusLine = line(in);
        while (statusLine.startsWith("HTTP/1.1 100")) {
            while (!line(in).isEmpty()) {
                // An interim response has headers only.
            }
            statusLine = line(in);
        }
        if (!statusLine.matches("HTTP/1\\.[01] \\d{3}.*")) {
            throw new IOException("No status line: " + statusLine);
        }
        StringBuilder head = new StringBuilder(statusLine);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            head.append('\n').append(line);
        }
        int status = Integer.parseInt(statusLine.substring(9, 12));
        String text = head.toString();
        boolean closing = header(text, "connection").orElse("").equalsIgnoreCase("close");
        if (withoutBody || status == 204 || status == 304) {
            return new RawResponse(status, text, new byte[0], !closing);
        }
        if (header(text, "transfer-encoding").orElse("").equalsIgnoreCase("chunked")) {
            return new RawResponse(status, text, chunks(in), !closing);
        }
        Optional<String> length = header(text, "content-length");
        if (length.isPresent()) {
            byte[] body = in.readNBytes(Integer.parseInt(length.get()));
            return new RawResponse(status, text, body, !closing);
        }
        return new RawResponse(status, text, in.readAllBytes(), false);
    }

    private static Optional<String> header(String head, String name) {
        return head.lines()
                .skip(1)
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).trim())
                .findFirst();
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
            body.write(in.readNBytes(size));
            line(in);
        }
        while (!line(in).isEmpty()) {
            // Trailers are of no interest.
        }
        return body.toByteArray();
    }

    private static int chunkSize(InputStream in) throws IOException {
        return Integer.parseInt(line(in).split(";", 2)[0].trim(), 16);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(64);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("The connection ended within a line");
            }
            if (line.size() > LONGEST_LINE) {
                throw new IOException("A line of the response is too long");
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }
}
