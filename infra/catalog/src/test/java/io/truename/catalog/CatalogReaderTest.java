// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogReaderTest {
    @Test
    void read_publishedCatalog() throws IOException {
        Catalog catalog = CatalogReader.read(CatalogFiles.FOLDER);
        assertThat(catalog.functions().get("generate").timeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(catalog.subscriptions().get("generate-self-checks").push())
                .contains(new SubscriptionSpec.Push("generate", "/self-checks"));
        assertThat(catalog.schedules().get("generate-self-check").topic()).isEqualTo("self-checks");
        assertThat(catalog.events()).containsKeys("request.answered", "migration.batch");
        assertThat(catalog.metrics()).containsKeys("generate/requests", "run.googleapis.com/request_count");
        try (Reader yaml = Files.newBufferedReader(CatalogFiles.FOLDER.resolve("functions.yaml"))) {
            assertThat(CatalogReader.read(yaml).functions()).isEqualTo(catalog.functions());
        }
    }

    @Test
    void installed_isThePublishedCatalog_fileByFile() {
        assertThat(CatalogReader.installed())
                .usingRecursiveComparison()
                .isEqualTo(CatalogReader.read(CatalogFiles.FOLDER));
        assertThat(CatalogReader.installed().schedules()).containsKey("tune-ticks");
    }

    @Test
    void read_everyMistakeAtOnce() {
        assertThat(problemsOf("""
                        topics:
                          t: {description: a topic, retentionSeconds: 5}
                        subscriptions:
                          s: {topic: nowhere, ackDeadlineSeconds: 60, retentionSeconds: 600, push: {function: f, path: x}}
                        schedules:
                          n: {description: d, cron: "* * * * *", timeZone: Mars/Base, topic: t, pay: load}
                        """))
                .containsExactly(
                        "functions.yaml:2: /topics/t/retentionSeconds: must be a whole number from 600 to 2678400; write one without quotes",
                        "functions.yaml:4: /subscriptions/s/push/path: must start with /; write the path below the function's address",
                        "functions.yaml:4: /subscriptions/s/topic: nothing is named nowhere; declare it or correct the name",
                        "functions.yaml:4: /subscriptions/s/push/function: nothing is named f; declare it or correct the name",
                        "functions.yaml:6: /schedules/n/timeZone: must be a time zone of the tz database; write one, as Europe/Berlin",
                        "functions.yaml:6: /schedules/n/pay: is no field of the catalog; remove it or correct its name");
    }

    @Test
    void buckets_haveDays_andSettingsNameOneThatExists() {
        assertThat(CatalogReader.installed().buckets().get("reports").retention())
                .isEqualTo(Duration.ofDays(400));
        assertThat(problemsOf("""
                        functions:
                          f: {description: d, deployable: f, entryPoint: F, timeoutSeconds: 60, memoryMiB: 512,
                              scaling: {fewest: 0, most: 1, concurrency: 1}, environment: {TRUENAME_X_BUCKET: nowhere}}
                        buckets:
                          a-name-that-is-far-too-long: {description: d, retentionDays: 59}
                        """))
                .containsExactly(
                        "functions.yaml:3: /functions/f/environment/TRUENAME_X_BUCKET: nothing is named nowhere; declare it or correct the name",
                        "functions.yaml:5: /buckets/a-name-that-is-far-too-long: is too long a name; shorten it to 20 characters",
                        "functions.yaml:5: /buckets/a-name-that-is-far-too-long/retentionDays: must be a whole number from 60 to 3650; write one without quotes");
    }

    @Test
    void read_notYaml() {
        assertThat(problemsOf("topics: [")).first().asString().startsWith("functions.yaml:1: /: is not YAML");
        assertThat(problemsOf("just text"))
                .containsExactly(
                        "functions.yaml:1: /: must be a mapping of names to values; write name: value lines below it");
        // An anchor can make a small file huge; the catalog needs none.
        assertThat(problemsOf("topics: &a {x: *a}")).isNotEmpty();
        assertThat(problemsOf("topics: {a: {}, a: {}}"))
                .contains("functions.yaml:1: /topics/a: is there a second time; keep one of them");
    }

    private static List<String> problemsOf(String yaml) {
        return CatalogFiles.problems(() -> CatalogReader.read(new StringReader(yaml)));
    }
}
