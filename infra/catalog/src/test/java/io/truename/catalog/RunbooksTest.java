// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Contract of {@code terraform/runbooks} with the catalog. {@code RunbooksIT} of the local cloud runs their checks. With
 * {@code -Dgolden=write} the index is written instead of compared.
 */
class RunbooksTest {
    private static final Path FOLDER = Path.of("../../terraform/runbooks");
    private static final Path INDEX = FOLDER.resolve("README.md");
    private static final String MARKER = "<!-- index -->";
    private static final Set<String> GUIDES =
            Set.of("incident-response", "on-call-handover", "disaster-recovery", "findings");

    /** Limits of documentation in {@code google.monitoring.v3.AlertPolicy}. */
    private static final int MOST_CHARACTERS = 8192;

    private static final int MOST_BYTES = 10_240;
    /** The longest id of a project, and a region longer than any. */
    private static final String LONG_NAME = "p".repeat(30);

    private static final Catalog CATALOG = CatalogReader.read(CatalogFiles.FOLDER);
    private static final Map<String, Runbook> RUNBOOKS = RunbookReader.read(CATALOG, FOLDER);

    static List<Runbook> runbooks() {
        return List.copyOf(RUNBOOKS.values());
    }

    static List<Runbook> all() {
        return Stream.concat(
                        runbooks().stream(),
                        GUIDES.stream()
                                .sorted()
                                .map(name -> RunbookReader.read(
                                        name, file -> Files.newBufferedReader(FOLDER.resolve(file)))))
                .toList();
    }

    @Test
    void noRunbook_isWithoutItsAlert() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            Set<String> expected = new TreeSet<>(Set.of("README.md"));
            all().forEach(runbook -> expected.add(runbook.name() + ".md"));
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("runbooks")
    void runbook_hasItsSections(Runbook runbook) {
        assertThat(runbook.sections())
                .containsExactly("Symptom", "Meaning", "Checks", "Fixes", "Roll back", "Escalate", "Setup");
        assertThat(runbook.blocks())
                .filteredOn(block -> block.use() == Runbook.Use.CHECK)
                .as("a check that works everywhere")
                .isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("runbooks")
    void runbook_hasTitleAndPriorityOfTheCatalog(Runbook runbook) {
        AlertSpec alert = CATALOG.alerts().get(runbook.name());
        String opening = runbook.text().split("\n", 4)[2];
        if (alert == null) {
            SloSpec slo = CATALOG.slos().get(runbook.name());
            assertThat(runbook.title()).isEqualTo(slo.description());
            slo.tiers()
                    .forEach((tier, rate) -> assertThat(opening)
                            .as(tier)
                            .matches(".*\\*\\*" + rate.priority() + "\\*\\* for [^*]*\\b" + tier + "\\b.*"));
        } else {
            assertThat(runbook.title()).isEqualTo(alert.title());
            assertThat(opening).startsWith("**" + alert.priority() + ".** ");
        }
    }

    @ParameterizedTest
    @MethodSource("runbooks")
    void content_fitsTheApi(Runbook runbook) {
        String content = runbook.content(LONG_NAME, LONG_NAME);
        assertThat(content).contains("PROJECT=" + LONG_NAME + " REGION=" + LONG_NAME + "\n");
        assertThat(content.length()).isLessThanOrEqualTo(MOST_CHARACTERS);
        assertThat(content.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(MOST_BYTES);
        assertThat(content).as("Cloud Monitoring would replace it").doesNotContain("${");
    }

    @ParameterizedTest
    @MethodSource("all")
    void setup_isTheSameEverywhere(Runbook runbook) {
        assertThat(scripts(runbook, Runbook.Use.SETUP))
                .isEqualTo(scripts(RUNBOOKS.get("generate-failures"), Runbook.Use.SETUP));
        assertThat(runbook.sections()).endsWith("Setup");
    }

    @ParameterizedTest
    @MethodSource("all")
    void links_resolve(Runbook runbook) throws IOException {
        for (MatchResult link : found("\\]\\(([^)#]*)(?:#([^)]*))?\\)", runbook.text())) {
            if (link.group(1).startsWith("https://")) {
                continue;
            }
            Path target = link.group(1).isEmpty()
                    ? FOLDER.resolve(runbook.name() + ".md")
                    : FOLDER.resolve(link.group(1)).normalize();
            assertThat(target).as(link.group()).exists();
            if (link.group(2) != null) {
                assertThat(anchors(Files.readString(target))).as(link.group()).contains(link.group(2));
            }
        }
    }

    private static Set<String> anchors(String markdown) {
        return found("(?m)^#+ (.+)$", markdown).stream()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @MethodSource("all")
    void events_areOfTheCatalog(Runbook runbook) {
        String text = runbook.text().replace("\\\"", "\"");
        assertThat(found("jsonPayload\\.event=\"([^\"]+)\"", text))
                .allSatisfy(event -> assertThat(CATALOG.events()).containsKey(event.group(1)));
        Set<String> fields = CATALOG.events().values().stream()
                .flatMap(event -> event.fields().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        fields.add("event");
        assertThat(found("jsonPayload\\.(\\w+)", text))
                .allSatisfy(field -> assertThat(fields).contains(field.group(1)));
        Set<String> kinds = Set.copyOf(CATALOG.metrics()
                .get("probe/findings_open")
                .labels()
                .get("kind")
                .values());
        assertThat(found("`((?:request|message|identity|migration|probe|alias|stage)\\.[a-z_.-]+)`", text))
                .allSatisfy(
                        name -> assertThat(CATALOG.events().containsKey(name.group(1)) || kinds.contains(name.group(1)))
                                .as(name.group(1))
                                .isTrue());
        assertThat(found("kind=([a-z.-]+)", text))
                .allSatisfy(kind -> assertThat(kinds).contains(kind.group(1)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void metrics_areOfTheCatalog(Runbook runbook) {
        Set<String> types =
                CATALOG.metrics().values().stream().map(MetricSpec::type).collect(Collectors.toSet());
        assertThat(found("(?m)^ *metric (\\S+) ALIGN_[A-Z_0-9]+$", runbook.text()))
                .allSatisfy(metric -> assertThat(types).contains(metric.group(1)));
        assertThat(found("`((?:generate|migrate|database|function|tune|known|probe|runtime)/[a-z_]+)`", runbook.text()))
                .allSatisfy(name -> assertThat(CATALOG.metrics()).containsKey(name.group(1)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void resources_areOfTheCatalog(Runbook runbook) {
        assertThat(found("scheduler jobs (?:run|pause|resume) (\\S+)", runbook.text()))
                .allSatisfy(job -> assertThat(CATALOG.schedules()).containsKey(job.group(1)));
        assertThat(found("pubsub subscriptions (?:describe|pull|ack) (\\S+)", runbook.text()))
                .allSatisfy(one -> assertThat(CATALOG.subscriptions()).containsKey(one.group(1)));
        assertThat(found("pubsub topics publish (\\S+)", runbook.text()))
                .allSatisfy(one -> assertThat(CATALOG.topics()).containsKey(one.group(1)));
        assertThat(found(
                        "--service=([a-z]+)|(?:update-traffic|services describe|services update) ([a-z]+)",
                        runbook.text()))
                .allSatisfy(one -> assertThat(CATALOG.functions())
                        .containsKey(one.group(1) == null ? one.group(2) : one.group(1)));
    }

    /** Commands of gcloud 528 whose flags in runbooks its parser took. */
    private static final Set<String> GCLOUD = Set.of(
            "auth print-access-token",
            "auth print-identity-token",
            "logging read",
            "monitoring snoozes create",
            "monitoring snoozes list",
            "projects describe",
            "projects get-iam-policy",
            "pubsub subscriptions ack",
            "pubsub subscriptions describe",
            "pubsub subscriptions pull",
            "pubsub topics describe",
            "pubsub topics publish",
            "run revisions list",
            "run services describe",
            "run services logs read",
            "run services update",
            "run services update-traffic",
            "scheduler jobs list",
            "scheduler jobs pause",
            "scheduler jobs resume",
            "scheduler jobs run",
            "sql backups create",
            "sql backups list",
            "sql backups restore",
            "sql connect",
            "sql instances clone",
            "sql instances describe",
            "sql instances failover",
            "sql instances list",
            "sql instances restart",
            "sql operations list");

    @ParameterizedTest
    @MethodSource("all")
    void blocks_areShellAndKnownCommands(Runbook runbook) throws Exception {
        for (Runbook.Block block : runbook.blocks()) {
            Process shell =
                    new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
            shell.getOutputStream().write(block.script().getBytes(StandardCharsets.UTF_8));
            shell.getOutputStream().close();
            assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .as(block.script())
                    .isEmpty();
            assertThat(shell.waitFor()).as(block.script()).isZero();
            assertThat(found("gcloud ([^\n]*)", block.script()))
                    .allSatisfy(line -> assertThat(GCLOUD)
                            .as(line.group())
                            .anyMatch(command -> (line.group(1) + " ").startsWith(command + " ")
                                    || line.group(1).startsWith(command + ")")));
            if (block.use() == Runbook.Use.CHECK) {
                assertThat(block.script()).doesNotContain("gcloud");
            }
        }
    }

    @Test
    void index_listsThem() throws IOException {
        StringBuilder table = new StringBuilder("\n| runbook | priority | alert |\n|---|---|---|\n");
        CATALOG.alerts()
                .values()
                .forEach(alert ->
                        table.append(row(alert.runbook(), alert.priority().name(), alert.title())));
        CATALOG.slos()
                .values()
                .forEach(slo -> table.append(row(
                        slo.runbook(),
                        slo.tiers().entrySet().stream()
                                .map(tier -> tier.getValue().priority() + " " + tier.getKey())
                                .collect(Collectors.joining(", ", "", ", P2 spent")),
                        "objective: " + slo.description())));
        table.append("\n| guide | |\n|---|---|\n");
        all().stream()
                .filter(one -> GUIDES.contains(one.name()))
                .forEach(guide ->
                        table.append("| [" + guide.name() + "](" + guide.name() + ".md) | " + guide.title() + " |\n"));
        String readme = Files.readString(INDEX);
        int begin = readme.indexOf(MARKER) + MARKER.length();
        int end = readme.indexOf(MARKER, begin);
        String written = readme.substring(0, begin) + "\n" + table.substring(1) + readme.substring(end);
        if (System.getProperty("golden", "").equals("write")) {
            Files.writeString(INDEX, written);
        } else {
            assertThat(readme).as("run again with -Dgolden=write").isEqualTo(written);
        }
    }

    private static String row(String file, String priority, String title) {
        return "| [" + file.replace(".md", "") + "](" + file + ") | " + priority + " | " + title + " |\n";
    }

    private static List<String> scripts(Runbook runbook, Runbook.Use use) {
        return runbook.blocks().stream()
                .filter(block -> block.use() == use)
                .map(Runbook.Block::script)
                .toList();
    }

    private static List<MatchResult> found(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().toList();
    }
}
