// SPDX-License-Identifier: Apache-2.0
package io.truename.workbench.tuning;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.truename.tuning.backtest.TimeWindow;
import io.truename.tuning.series.MetricPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads a folder of the layout of Numenta's benchmark: {@code data/<group>/<file>.csv} with the columns timestamp and value, and a
 * JSON file that lists the windows of incidents of each.
 */
public final class LabelledFolder {
    private LabelledFolder() {}

    /**
     * Reads every series, in order of name.
     *
     * @param folder with {@code data} in it
     * @param labels file name in the folder
     */
    public static List<LabelledSeries> read(Path folder, String labels) throws IOException {
        Map<String, List<List<String>>> windows =
                new ObjectMapper().readValue(folder.resolve(labels).toFile(), new TypeReference<>() {});
        Path data = folder.resolve("data");
        List<Path> files;
        try (Stream<Path> found = Files.walk(data)) {
            files = found.filter(file -> file.toString().endsWith(".csv"))
                    .sorted()
                    .toList();
        }
        List<LabelledSeries> all = new ArrayList<>();
        for (Path file : files) {
            String name = data.relativize(file).toString().replace('\\', '/');
            List<TimeWindow> incidents = windows.getOrDefault(name, List.of()).stream()
                    .map(ends -> new TimeWindow(millis(ends.get(0)), millis(ends.get(1))))
                    .sorted(Comparator.comparingLong(TimeWindow::from))
                    .toList();
            all.add(new LabelledSeries(name, points(file), incidents));
        }
        return all;
    }

    private static List<MetricPoint> points(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.skip(1)
                    .filter(line -> !line.isBlank())
                    .map(line -> point(file, line))
                    .sorted(Comparator.comparingLong(MetricPoint::time))
                    .toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static MetricPoint point(Path file, String line) {
        int comma = line.indexOf(',');
        try {
            return new MetricPoint(millis(line.substring(0, comma)), Double.parseDouble(line.substring(comma + 1)));
        } catch (IndexOutOfBoundsException | NumberFormatException | DateTimeParseException unreadable) {
            throw new IllegalArgumentException(
                    file + ": expected a line such as 2014-04-01 00:00:00,20.5, got " + line, unreadable);
        }
    }

    private static long millis(String time) {
        return LocalDateTime.parse(time.strip().replace(' ', 'T'))
                .toInstant(ZoneOffset.UTC)
                .toEpochMilli();
    }
}
