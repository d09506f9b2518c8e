// SPDX-License-Identifier: Apache-2.0
package io.truename.local.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.Content;

/**
 * Asynchronous reader of a command's body; it blocks no thread. A body that is too large is still read, up to the limit of
 * any request, because a client that is still writing does not read the refusal.
 */
final class CommandBody implements Runnable {
    private static final int MOST_BYTES = 1024 * 1024;
    private static final long MOST_DRAINED_BYTES = 32L * 1024 * 1024;

    /** Body larger than the limit for commands. */
    static final class TooLargeException extends Exception {
        private static final long serialVersionUID = 1;
    }

    private final Content.Source source;
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long seen;

    private CommandBody(Content.Source source) {
        this.source = source;
    }

    /** Completes with the body; fails with {@link TooLargeException} or with the connection's failure. */
    static CompletableFuture<byte[]> read(Content.Source source) {
        CommandBody body = new CommandBody(source);
        body.run();
        return body.whole;
    }

    @Override
    public void run() {
        while (true) {
            Content.Chunk chunk = source.read();
            if (chunk == null) {
                source.demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                whole.completeExceptionally(chunk.getFailure());
                return;
            }
            take(chunk.getByteBuffer());
            boolean last = chunk.isLast();
            chunk.release();
            if (seen > MOST_DRAINED_BYTES || (last && seen > MOST_BYTES)) {
                whole.completeExceptionally(new TooLargeException());
                return;
            }
            if (last) {
                whole.complete(bytes.toByteArray());
                return;
            }
        }
    }

    private void take(ByteBuffer content) {
        seen += content.remaining();
        if (seen <= MOST_BYTES) {
            byte[] part = new byte[content.remaining()];
            content.get(part);
            bytes.writeBytes(part);
        }
    }
}
