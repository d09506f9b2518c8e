// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring.store;

import io.truename.alerting.series.Sample;
import io.truename.local.monitoring.store.SealedBlocks.Level;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * File of sealed blocks: compressed points of one series each, appended only. A block replaces earlier ones that begin within
 * its time. Without a folder it is a temporary file, made with the first block.
 */
final class BlockFile implements AutoCloseable {
    private static final String NAME = "metrics.blocks";

    private final Optional<Path> folder;
    private final long worthCompacting;
    private Optional<RecordFile> file;
    private long dead;
    private long records;

    /** Opens the folder's file, if there is one; adds its blocks to {@code found}. */
    BlockFile(Optional<Path> folder, long worthCompacting, Map<Integer, SealedBlocks> found) {
        this.folder = folder;
        this.worthCompacting = worthCompacting;
        this.file = folder.map(place -> RecordFile.open(place.resolve(NAME), (body, address) -> {
            ByteSource in = new ByteSource(body);
            SealedBlocks blocks = found.computeIfAbsent((int) in.getUnsigned(), id -> new SealedBlocks());
            blocks.add(in.getSigned(), in.getSigned(), address, Level.of(in.get()));
            records++;
        }));
    }

    /** Appends points of a series as a block. */
    void add(Series series, List<Sample> samples, Level level) {
        add(series, samples.get(0).end(), samples, level);
    }

    /** Appends a block instead of {@code count} others. */
    void replace(Series series, int from, int count, List<Sample> merged, Level level) {
        add(series, series.blocks().first(from), merged, level);
        abandon(count);
    }

    private void add(Series series, long first, List<Sample> samples, Level level) {
        ByteSink body = new ByteSink();
        long last = samples.get(samples.size() - 1).end();
        body.putUnsigned(series.id());
        body.putSigned(first);
        body.putSigned(last);
        body.put(level.code());
        body.put(deflate(PointEncoder.encode(series.kind(), samples)));
        if (file.isEmpty()) {
            file = Optional.of(RecordFile.temporary());
        }
        series.blocks().add(first, last, file.get().append(body.toArray()), level);
        records++;
    }

    /** Reads the points of a series' block. */
    List<Sample> read(Series series, int index) {
        ByteSource in = new ByteSource(body(series, index));
        in.getUnsigned();
        in.getSigned();
        in.getSigned();
        in.get();
        return PointDecoder.decode(inflate(in.rest()), series.kind(), series.type());
    }

    /** Reads the end of the last point in a series' block, without its points. */
    long lastOf(Series series, int index) {
        ByteSource in = new ByteSource(body(series, index));
        in.getUnsigned();
        in.getSigned();
        return in.getSigned();
    }

    private byte[] body(Series series, int index) {
        return file.orElseThrow().read(series.blocks().address(index));
    }

    /** Notes that some blocks are used no more. */
    void abandon(int blocks) {
        dead += blocks * (size() / Math.max(1, records));
        records -= blocks;
    }

    /** Rewrites the file without abandoned blocks if they are more than half of it. */
    void compact(Collection<Series> live) {
        if (dead < worthCompacting || dead < size() / 2) {
            return;
        }
        RecordFile old = file.orElseThrow();
        Optional<Path> next = folder.map(place -> place.resolve(NAME + ".next"));
        next.ifPresent(BlockFile::delete);
        RecordFile target =
                next.map(path -> RecordFile.open(path, (body, address) -> {})).orElseGet(RecordFile::temporary);
        Map<Series, long[]> moved = new HashMap<>();
        for (Series series : live) {
            long[] addresses = new long[series.blocks().size()];
            for (int i = 0; i < addresses.length; i++) {
                addresses[i] = target.append(old.read(series.blocks().address(i)));
            }
            moved.put(series, addresses);
        }
        next.ifPresent(path -> move(path, path.resolveSibling(NAME)));
        moved.forEach((series, addresses) -> {
            for (int i = 0; i < addresses.length; i++) {
                series.blocks().setAddress(i, addresses[i]);
            }
        });
        file = Optional.of(target);
        dead = 0;
        old.close();
    }

    static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot delete " + path, failed);
        }
    }

    static void move(Path from, Path to) {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot replace " + to, failed);
        }
    }

    long size() {
        return file.map(RecordFile::size).orElse(0L);
    }

    private static byte[] deflate(byte[] bytes) {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(deflated)) {
            out.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return deflated.toByteArray();
    }

    private static byte[] inflate(byte[] bytes) {
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        } catch (IOException damaged) {
            throw new UncheckedIOException("A block of metrics is damaged", damaged);
        }
    }

    @Override
    public void close() {
        file.ifPresent(RecordFile::close);
    }
}
