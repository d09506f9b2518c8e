// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.tuning;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.tuning.backtest.TimeWindow;
import io.truename.tuning.series.MetricPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads a folder of the layout of Numenta's benchmark: {@code data/<group>/<file>.csv} with the columns timestamp and value, and a
 * JSON file that lists the windows of incidents of each.
 */
public final class LabelledFolder {
    private static final int SHOWN = 60;

    private LabelledFolder() {}

    /**
     * Reads every series, in order of name.
     *
     * @param folder with {@code data} in it
     * @param labels file name in the folder
     * @throws IllegalArgumentException if a file is missing or cannot be understood, which names the file and what is expected
     */
    public static List<LabelledSeries> read(Path folder, String labels) {
        Map<String, List<TimeWindow>> windows = windows(folder.resolve(labels));
        Path data = folder.resolve("data");
        if (!Files.isDirectory(data)) {
            throw new IllegalArgumentException(
                    "--data: there is no folder " + data + "; series lie in DIR/data/GROUP/NAME.csv");
        }
        try (Stream<Path> found = Files.walk(data)) {
            List<LabelledSeries> all = found.filter(file -> file.toString().endsWith(".csv"))
                    .sorted()
                    .map(file -> {
                        String name = data.relativize(file).toString().replace('\\', '/');
                        return new LabelledSeries(name, points(file), windows.getOrDefault(name, List.of()));
                    })
                    .toList();
            if (all.isEmpty()) {
                throw new IllegalArgumentException("--data: there is no file GROUP/NAME.csv in " + data);
            }
            return all;
        } catch (IOException broken) {
            throw new IllegalArgumentException("--data: " + data + " cannot be read: " + broken.getMessage(), broken);
        }
    }

    private static Map<String, List<TimeWindow>> windows(Path file) {
        Map<String, List<TimeWindow>> windows = new HashMap<>();
        try {
            Map<String, List<List<String>>> read =
                    new ObjectMapper().readValue(Files.readAllBytes(file), new TypeReference<>() {});
            read.forEach((name, ends) -> windows.put(
                    name,
                    ends.stream()
                            .map(pair -> new TimeWindow(millis(pair.get(0)), millis(pair.get(1))))
                            .sorted(Comparator.comparingLong(TimeWindow::from))
                            .toList()));
            return windows;
        } catch (NoSuchFileException missing) {
            throw new IllegalArgumentException("--labels: there is no file " + file, missing);
        } catch (IOException | RuntimeException unreadable) {
            throw new IllegalArgumentException(
                    "--labels: " + file + ": expected JSON such as {\"GROUP/NAME.csv\": [[\"2014-04-01 00:00:00\", "
                            + "\"2014-04-01 12:00:00\"]]} with the begin and the end of each incident",
                    unreadable);
        }
    }

    private static List<MetricPoint> points(Path file) {
        List<MetricPoint> points;
        try (Stream<String> lines = Files.lines(file)) {
            points = lines.skip(1)
                    .filter(line -> !line.isBlank())
                    .map(line -> point(file, line))
                    .sorted(Comparator.comparingLong(MetricPoint::time))
                    .toList();
        } catch (IOException | UncheckedIOException broken) {
            throw new IllegalArgumentException(file + " cannot be read as UTF-8: " + broken.getMessage(), broken);
        }
        if (points.stream().mapToLong(MetricPoint::time).distinct().count() < 2) {
            throw new IllegalArgumentException(
                    file + ": expected a heading and at least two points of different times");
        }
        return points;
    }

    private static MetricPoint point(Path file, String line) {
        int comma = line.indexOf(',');
        try {
            return new MetricPoint(millis(line.substring(0, comma)), Double.parseDouble(line.substring(comma + 1)));
        } catch (IndexOutOfBoundsException | IllegalArgumentException | DateTimeParseException unreadable) {
            throw new IllegalArgumentException(
                    file + ": expected a line such as 2014-04-01 00:00:00,20.5, got "
                            + (line.length() > SHOWN ? line.substring(0, SHOWN) + "..." : line),
                    unreadable);
        }
    }

    private static long millis(String time) {
        return LocalDateTime.parse(time.strip().replace(' ', 'T'))
                .toInstant(ZoneOffset.UTC)
                .toEpochMilli();
    }
}
