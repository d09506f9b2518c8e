// SPDX-License-Identifier: Apache-2.0
package io.truename.local.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.ByteRange;

/** Content of an object, or a range of it, as an answer. */
final class Download {
    private Download() {}

    /**
     * The answer for a header {@code Range}. Several ranges at once are answered with the whole content.
     *
     * @param head whether the client wants no content
     */
    static StorageReply of(Bucket.Opened opened, Optional<String> range, boolean head) {
        StoredObject object = opened.object();
        Map<String, String> headers = headers(object);
        List<ByteRange> ranges = range.isEmpty() ? List.of() : ByteRange.parse(List.of(range.get()), object.size());
        if (range.isPresent() && range.get().startsWith("bytes=") && ranges.isEmpty()) {
            headers.put("Content-Range", ByteRange.toNonSatisfiableHeaderValue(object.size()));
            return new StorageReply(416, headers, new Part(opened.content(), 0, 0, true));
        }
        if (ranges.size() == 1) {
            ByteRange only = ranges.get(0);
            headers.put("Content-Range", only.toHeaderValue(object.size()));
            return new StorageReply(206, headers, new Part(opened.content(), only.first(), only.getLength(), head));
        }
        return new StorageReply(200, headers, new Part(opened.content(), 0, object.size(), head));
    }

    private static Map<String, String> headers(StoredObject object) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", object.properties().contentType());
        Map<String, String> given = object.properties().fixed();
        for (Map.Entry<String, String> header : Map.of(
                        "contentEncoding", "Content-Encoding",
                        "contentDisposition", "Content-Disposition",
                        "contentLanguage", "Content-Language",
                        "cacheControl", "Cache-Control")
                .entrySet()) {
            if (given.containsKey(header.getKey())) {
                headers.put(header.getValue(), given.get(header.getKey()));
            }
        }
        headers.put("Accept-Ranges", "bytes");
        headers.put("ETag", StorageJson.etag(object));
        headers.put(
                "Last-Modified",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(object.created().atOffset(ZoneOffset.UTC)));
        headers.put("x-goog-generation", Long.toString(object.generation()));
        headers.put("x-goog-metageneration", Long.toString(StoredObject.METAGENERATION));
        headers.put("x-goog-hash", "crc32c=" + object.crc32c() + ",md5=" + object.md5());
        headers.put("x-goog-storage-class", ObjectProperties.STORAGE_CLASS);
        headers.put("x-goog-stored-content-encoding", given.getOrDefault("contentEncoding", "identity"));
        headers.put("x-goog-stored-content-length", Long.toString(object.size()));
        return headers;
    }

    private record Part(FileChannel content, long from, long length, boolean unsent) implements StorageReply.Body {
        @Override
        public void writeTo(OutputStream out) throws IOException {
            if (unsent) {
                return;
            }
            WritableByteChannel target = Channels.newChannel(out);
            for (long sent = 0; sent < length; ) {
                long step = content.transferTo(from + sent, length - sent, target);
                if (step <= 0) {
                    throw new IOException("the content ends early");
                }
                sent += step;
            }
        }

        @Override
        public void close() throws IOException {
            content.close();
        }
    }
}
