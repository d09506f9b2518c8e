// SPDX-License-Identifier: Apache-2.0
package io.truename.local.storage;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.BufferUtil;

/** Body of an upload in two parts, {@code multipart/related}: the object's properties as JSON, and its content. */
final class MultipartUpload implements MultiPart.Parser.Listener {
    private static final int MOST_PROPERTIES = 1 << 20;
    private static final int BUFFER = 1 << 16;

    private final ByteArrayOutputStream properties = new ByteArrayOutputStream();
    private final OutputStream content;
    private int parts;
    private Optional<String> contentType = Optional.empty();
    private boolean complete;
    private Optional<IOException> unwritten = Optional.empty();
    private Optional<StorageError> refusal = Optional.empty();
    private Optional<Throwable> failure = Optional.empty();

    private MultipartUpload(OutputStream content) {
        this.content = content;
    }

    /** Reads a body; writes its second part to {@code content}. */
    static MultipartUpload read(String contentType, InputStream body, OutputStream content) throws IOException {
        MultipartUpload upload = new MultipartUpload(content);
        MultiPart.Parser parser = new MultiPart.Parser(boundary(contentType), upload);
        byte[] buffer = new byte[BUFFER];
        for (int length = body.read(buffer); length >= 0; length = body.read(buffer)) {
            parser.parse(Content.Chunk.from(ByteBuffer.wrap(buffer, 0, length).slice(), false));
            upload.requireReadable();
        }
        parser.parse(Content.Chunk.EOF);
        upload.requireReadable();
        if (!upload.complete || upload.parts != 2) {
            throw StorageError.invalid("A multipart upload has two whole parts: the properties and the content.");
        }
        return upload;
    }

    private static String boundary(String contentType) {
        if (!contentType.startsWith("multipart/")) {
            throw StorageError.invalid("A multipart upload has the Content-Type multipart/related.");
        }
        String boundary = MultiPart.extractBoundary(contentType);
        if (boundary == null || boundary.isEmpty()) {
            throw StorageError.invalid("The Content-Type names no boundary of the parts.");
        }
        return boundary;
    }

    /** Returns the first part. */
    JsonNode properties() {
        try {
            return StorageJson.read(properties.toByteArray());
        } catch (IOException noJson) {
            throw StorageError.invalid("The first part must be the object's properties as JSON.");
        }
    }

    /** Returns the content's type, of the second part. */
    String contentType() {
        return contentType.orElse(ObjectProperties.DEFAULT_TYPE);
    }

    @Override
    public void onPartBegin() {
        parts++;
    }

    @Override
    public void onPartHeader(String name, String value) {
        if (parts == 2 && name.equalsIgnoreCase("Content-Type")) {
            contentType = Optional.of(value);
        }
    }

    @Override
    public void onPartContent(Content.Chunk chunk) {
        try {
            if (parts == 1 && properties.size() + chunk.remaining() > MOST_PROPERTIES) {
                throw StorageError.invalid("The object's properties have more than " + MOST_PROPERTIES + " bytes.");
            }
            BufferUtil.writeTo(chunk.getByteBuffer(), parts == 1 ? properties : content);
        } catch (IOException failed) {
            unwritten = Optional.of(failed);
            throw new UncheckedIOException(failed);
        } catch (StorageError refused) {
            refusal = Optional.of(refused);
            throw refused;
        }
    }

    @Override
    public void onComplete() {
        complete = true;
    }

    @Override
    public void onFailure(Throwable failed) {
        failure = Optional.of(failed);
    }

    private void requireReadable() throws IOException {
        // The parser passes on what failed in another exception.
        if (unwritten.isPresent()) {
            throw unwritten.get();
        }
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        if (failure.isPresent()) {
            throw StorageError.invalid(
                    "The body is no multipart upload: " + failure.get().getMessage() + ".");
        }
    }
}
