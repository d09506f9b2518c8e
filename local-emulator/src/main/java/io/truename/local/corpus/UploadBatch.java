// SPDX-License-Identifier: Apache-2.0
package io.truename.local.corpus;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Batch of uploads as column arrays, ready to be bound. A document that comes twice in the batch is written once. */
final class UploadBatch {
    /** Write of the batch to one table. */
    @FunctionalInterface
    interface Write {
        /** Writes the rows and returns the number of new ones. */
        Mono<Long> write(Connection connection);
    }

    private final List<NamedUpload> uploads;
    private final List<NamedUpload> firsts;
    private final Boolean[] again;

    private UploadBatch(List<NamedUpload> uploads, List<NamedUpload> firsts, Boolean[] again) {
        this.uploads = uploads;
        this.firsts = firsts;
        this.again = again;
    }

    static UploadBatch of(List<NamedUpload> uploads) {
        List<NamedUpload> firsts = new ArrayList<>(uploads.size());
        Boolean[] again = new Boolean[uploads.size()];
        // By content and not by id: if one content got two ids, both must reach the check below.
        record Given(UUID id, String userId, String sha256) {}
        Set<Given> seen = new HashSet<>();
        for (int i = 0; i < again.length; i++) {
            NamedUpload each = uploads.get(i);
            again[i] = !seen.add(new Given(
                    each.documentId(), each.upload().userId(), each.upload().sha256()));
            if (!again[i]) {
                firsts.add(each);
            }
        }
        return new UploadBatch(List.copyOf(uploads), firsts, again);
    }

    UUID[] jobIds() {
        return uploads.stream().map(each -> each.upload().jobId()).toArray(UUID[]::new);
    }

    Write documents() {
        UUID[] ids = firsts.stream().map(NamedUpload::documentId).toArray(UUID[]::new);
        String[] users = strings(Upload::userId);
        String[] hashes = strings(Upload::sha256);
        return connection -> written(connection
                        .createStatement(CorpusSql.DOCUMENTS)
                        .bind("$1", ids)
                        .bind("$2", users)
                        .bind("$3", strings(Upload::filename))
                        .bind("$4", strings(Upload::mime))
                        .bind(
                                "$5",
                                firsts.stream()
                                        .map(each -> each.upload().bytes())
                                        .toArray(Long[]::new))
                        .bind("$6", hashes))
                .flatMap(count -> count == ids.length
                        ? Mono.just(count)
                        : agree(
                                count,
                                connection
                                        .createStatement(CorpusSql.DOCUMENT_CONFLICTS)
                                        .bind("$1", ids)
                                        .bind("$2", users)
                                        .bind("$3", hashes)));
    }

    Write jobs(UUID runId) {
        UUID[] documents = uploads.stream().map(NamedUpload::documentId).toArray(UUID[]::new);
        return connection -> written(connection
                .createStatement(CorpusSql.JOBS)
                .bind("$1", jobIds())
                .bind("$2", documents)
                .bind("$3", again)
                .bind("$4", runId.toString()));
    }

    Write chunks(Chunker chunker) {
        int count = firsts.stream().mapToInt(each -> each.chunkIds().size()).sum();
        if (count == 0) {
            return connection -> Mono.just(0L);
        }
        UUID[] ids = new UUID[count];
        UUID[] documents = new UUID[count];
        Integer[] ordinals = new Integer[count];
        String[] hashes = new String[count];
        Long[] starts = new Long[count];
        Long[] lengths = new Long[count];
        int at = 0;
        for (NamedUpload each : firsts) {
            ChunkSlices slices = each.upload().slices();
            for (int ordinal = 0; ordinal < slices.count(); ordinal++, at++) {
                ids[at] = each.chunkIds().get(ordinal);
                documents[at] = each.documentId();
                ordinals[at] = ordinal;
                hashes[at] = slices.sha256(ordinal);
                starts[at] = slices.from(ordinal);
                lengths[at] = slices.length(ordinal);
            }
        }
        return connection -> written(connection
                        .createStatement(CorpusSql.CHUNKS)
                        .bind("$1", ids)
                        .bind("$2", documents)
                        .bind("$3", ordinals)
                        .bind("$4", hashes)
                        .bind("$5", starts)
                        .bind("$6", lengths)
                        .bind("$7", chunker.name())
                        .bind("$8", chunker.version()))
                .flatMap(inserted -> inserted == count
                        ? Mono.just(inserted)
                        : agree(
                                inserted,
                                connection
                                        .createStatement(CorpusSql.CHUNK_CONFLICTS)
                                        .bind("$1", ids)
                                        .bind("$2", documents)
                                        .bind("$3", ordinals)
                                        .bind("$4", chunker.name())
                                        .bind("$5", chunker.version())));
    }

    static Mono<Long> written(Statement statement) {
        return Flux.from(statement.execute()).concatMap(Result::getRowsUpdated).reduce(0L, Long::sum);
    }

    private static Mono<Long> agree(long count, Statement conflicts) {
        return CorpusStore.rows(
                        conflicts,
                        row -> new IdConflictException(
                                CorpusStore.required(row, "given", UUID.class), row.get("stored", UUID.class)))
                .next()
                .flatMap(conflict -> Mono.<Long>error(conflict))
                .defaultIfEmpty(count);
    }

    private String[] strings(Function<Upload, String> part) {
        return firsts.stream().map(each -> part.apply(each.upload())).toArray(String[]::new);
    }
}
