// SPDX-License-Identifier: Apache-2.0
package io.truename.ledgerbeam;

import io.truename.listing.FileFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.ResourceId;

/**
 * Settings of a count.
 *
 * @param patterns of files, at least one
 * @param format of all files; empty if their names say it
 * @param output file of the ledger
 */
record LedgerSettings(List<String> patterns, Optional<FileFormat> format, String output) {
    LedgerSettings {
        patterns = List.copyOf(patterns);
    }

    /**
     * Checks options, and that there are files: before a runner starts machines.
     *
     * @throws IllegalArgumentException with a line for each problem, which names the option and says what to do
     */
    static LedgerSettings of(LedgerOptions options) {
        FileSystems.setDefaultPipelineOptions(options);
        List<String> problems = new ArrayList<>();
        Optional<FileFormat> format = format(options, problems);
        List<String> patterns = patterns(options, problems);
        Optional<String> output = output(options, problems);
        for (String pattern : patterns) {
            List<String> files = files(pattern, problems);
            if (output.isPresent() && files.contains(output.get())) {
                problems.add("--output: is one of the files that --input " + pattern + " matches; name another");
            }
            if (format.isEmpty() && options.getFormat() == null) {
                unnamed(files).ifPresent(problems::add);
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join(System.lineSeparator(), problems));
        }
        return new LedgerSettings(patterns, format, output.orElseThrow());
    }

    /** Problem of the first file whose name says no format. */
    private static Optional<String> unnamed(List<String> files) {
        for (String file : files) {
            try {
                FileFormat.named(file);
            } catch (IllegalArgumentException unknown) {
                return Optional.of("--input: " + file + " " + unknown.getMessage() + "; or give --format");
            }
        }
        return Optional.empty();
    }

    private static Optional<FileFormat> format(LedgerOptions options, List<String> problems) {
        String name = options.getFormat();
        if (name == null) {
            return Optional.empty();
        }
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "csv" -> Optional.of(FileFormat.CSV);
            case "jsonl" -> Optional.of(FileFormat.JSON_LINES);
            default -> {
                problems.add("--format: must be csv or jsonl, or be left out where the files' names say it");
                yield Optional.empty();
            }
        };
    }

    private static List<String> patterns(LedgerOptions options, List<String> problems) {
        List<String> input = options.getInput();
        if (input == null || input.isEmpty() || input.contains("")) {
            problems.add(
                    "--input: must be given: files with user, hash and bytes, as in --input=exports/documents-*.csv.gz");
            return List.of();
        }
        return input;
    }

    /** Names of the files that a pattern matches. */
    private static List<String> files(String pattern, List<String> problems) {
        try {
            List<String> files = FileSystems.match(pattern, EmptyMatchTreatment.ALLOW).metadata().stream()
                    .map(file -> file.resourceId().toString())
                    .toList();
            if (files.isEmpty()) {
                problems.add("--input: no file matches " + pattern
                        + "; see that the path is right, and quote * for the shell");
            }
            return files;
        } catch (IllegalArgumentException wrong) {
            problems.add("--input: " + pattern + ": " + remedy(wrong));
        } catch (IOException broken) {
            problems.add("--input: " + pattern + " cannot be looked up (" + broken.getMessage()
                    + "); see that you may list it");
        }
        return List.of();
    }

    private static Optional<String> output(LedgerOptions options, List<String> problems) {
        String output = options.getOutput();
        if (output == null || output.isBlank()) {
            problems.add("--output: must be given: the file for the ledger, as in --output=ledger.json");
            return Optional.empty();
        }
        try {
            ResourceId file = FileSystems.matchNewResource(output, false);
            if (file.getScheme().equals("file") && Files.isDirectory(Path.of(file.toString()))) {
                problems.add("--output: " + output + " is a folder; name a file in it");
            }
            return Optional.of(file.toString());
        } catch (IllegalArgumentException wrong) {
            problems.add("--output: " + output + ": " + remedy(wrong));
            return Optional.empty();
        }
    }

    private static String remedy(IllegalArgumentException wrong) {
        String message = String.valueOf(wrong.getMessage());
        return message.startsWith("No filesystem found for scheme")
                ? message + "; build the command with -Pdataflow for gs://"
                : message + "; name files, not folders";
    }
}
