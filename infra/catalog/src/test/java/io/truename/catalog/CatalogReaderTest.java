// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogReaderTest {
    @Test
    void read_publishedCatalog() throws IOException {
        Catalog catalog;
        try (Reader yaml = Files.newBufferedReader(Path.of("../../terraform/catalog/functions.yaml"))) {
            catalog = CatalogReader.read(yaml);
        }
        assertThat(catalog.functions().get("generate").timeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(catalog.subscriptions().get("generate-self-checks").push())
                .contains(new SubscriptionSpec.Push("generate", "/self-checks"));
        assertThat(catalog.schedules().get("generate-self-check").topic()).isEqualTo("self-checks");
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
                .containsExactlyInAnyOrder(
                        "/topics/t/retentionSeconds: must be a whole number from 600 to 2678400",
                        "/subscriptions/s/push/path: must start with /",
                        "/schedules/n/timeZone: must be a time zone of the tz database, as Europe/Berlin",
                        "/schedules/n/pay: is no field of the catalog; remove it or correct its name",
                        "/subscriptions/s/topic: nothing is named nowhere; declare it in this file",
                        "/subscriptions/s/push/function: nothing is named f; declare it in this file");
    }

    @Test
    void read_notYaml() {
        assertThat(problemsOf("topics: [")).singleElement().asString().startsWith("not YAML");
        assertThat(problemsOf("just text")).containsExactly("/: must be a mapping of names to values");
        // An anchor can make a small file huge; the catalog needs none.
        assertThat(problemsOf("topics: &a {x: *a}")).isNotEmpty();
        assertThat(problemsOf("topics: {a: {}, a: {}}")).isNotEmpty();
    }

    private static List<String> problemsOf(String yaml) {
        return catchThrowableOfType(CatalogException.class, () -> CatalogReader.read(new StringReader(yaml)))
                .problems();
    }
}
