// SPDX-License-Identifier: Apache-2.0
package io.truename.local.monitoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** Clock of Monitoring: the real one, ahead by as much as somebody advanced it. That is kept where the points are. Thread-safe. */
public final class MonitoringClock extends Clock {
    private final Clock real;
    private final Optional<Path> file;
    private volatile Duration ahead = Duration.ZERO;

    MonitoringClock(Clock real, Optional<Path> folder) {
        this.real = real;
        this.file = folder.map(place -> place.resolve("clock.ahead"));
        if (file.isPresent() && Files.exists(file.get())) {
            try {
                ahead = Duration.parse(Files.readString(file.get()));
            } catch (IOException failed) {
                throw new UncheckedIOException("Cannot read " + file.get(), failed);
            }
        }
    }

    /** Returns how far it is ahead of the real clock. */
    public Duration ahead() {
        return ahead;
    }

    synchronized void advance(Duration by) {
        Duration further = ahead.plus(by);
        file.ifPresent(path -> write(path, further));
        ahead = further;
    }

    private static void write(Path path, Duration ahead) {
        try {
            Path anew = path.resolveSibling(path.getFileName() + ".new");
            Files.writeString(anew, ahead.toString());
            Files.move(anew, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot write " + path, failed);
        }
    }

    @Override
    public Instant instant() {
        return real.instant().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
        return real.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.offset(real.withZone(zone), ahead);
    }
}
