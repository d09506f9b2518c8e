// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Automatic actions, and the components by which incidents are grouped. */
class ActionsReaderTest {
    @Test
    void published_everyActionIsOff() {
        Catalog catalog = CatalogReader.read(CatalogFiles.FOLDER);
        assertThat(catalog.actions())
                .hasSize(3)
                .allSatisfy((name, action) -> assertThat(action.enabled()).isFalse());
        ActionSpec pause = catalog.actions().get("pause-migration");
        assertThat(pause.alerts()).containsExactly("replication-lag", "id-lookup-slow");
        assertThat(pause.after()).isEqualTo(Duration.ofMinutes(5));
    }

    // An alert that is forgotten here shares its cause with nothing.
    @Test
    void published_everyObjectiveAndAlert_isAboutAComponent_orAboutEveryFunction() {
        Catalog catalog = CatalogReader.read(CatalogFiles.FOLDER);
        Set<String> alerts = new HashSet<>(catalog.alerts().keySet());
        Set<String> slos = new HashSet<>(catalog.slos().keySet());
        catalog.components().values().forEach(component -> {
            component.alerts().forEach(alerts::remove);
            component.slos().forEach(slos::remove);
        });
        assertThat(slos).isEmpty();
        assertThat(alerts)
                .as("name a new alert in components.yaml")
                .containsExactlyInAnyOrder(
                        "region-unhealthy",
                        "error-rate-high",
                        "error-rate-raised",
                        "dead-letters",
                        "cpu-high",
                        "memory-high",
                        "memory-growing");
    }

    @Test
    void action_everyMistakeAtOnce() {
        assertThat(CatalogFiles.problemsOfActions("""
                        actions:
                          reboot:
                            description: d
                            enabled: maybe
                            alerts: [nothing]
                            afterMinutes: {value: 0, source: s}
                            repeats: {value: 1, source: s}
                            quietMinutes: {value: 10}
                            coolDownMinutes: {value: 10081, source: s}
                            perDay: 4
                        """))
                .containsExactly(
                        "actions.yaml:3: /actions/reboot: is none of pause-migration, warm-cache, static-thresholds; choose one of them",
                        "actions.yaml:4: /actions/reboot/enabled: must be true or false; write one of them without quotes",
                        "actions.yaml:5: /actions/reboot/alerts: nothing is named nothing; declare it or correct the name",
                        "actions.yaml:6: /actions/reboot/afterMinutes/value: must be a whole number from 1 to 1440; write one without quotes",
                        "actions.yaml:7: /actions/reboot/repeats/value: must be a whole number from 2 to 60; write one without quotes",
                        "actions.yaml:8: /actions/reboot/quietMinutes/source: must be text; give it a text",
                        "actions.yaml:9: /actions/reboot/coolDownMinutes/value: must be a whole number from 1 to 10080; write one without quotes",
                        "actions.yaml:10: /actions/reboot/perDay: must be a mapping of names to values; write name: value lines below it",
                        "actions.yaml:10: /actions/reboot/perDay/value: must be a whole number from 1 to 24; write one without quotes",
                        "actions.yaml:10: /actions/reboot/perDay/source: must be text; give it a text");
    }

    @Test
    void component_everyMistakeAtOnce() {
        assertThat(CatalogFiles.problemsOfComponents("""
                        components:
                          Database:
                            description: d
                          a:
                            description: d
                            alerts: [latency-high, nothing]
                            needs: [b]
                          b:
                            description: d
                            alerts: [latency-high]
                            slos: [nothing]
                            needs: [a, c]
                        """))
                .containsExactly(
                        "components.yaml:3: /components/Database: is no name of a component; write lower-case words with hyphens, as dead-letters",
                        "components.yaml:6: /components/a/alerts: nothing is named nothing; declare it or correct the name",
                        "components.yaml:7: /components/a/needs: comes back to a; remove the need that is none",
                        "components.yaml:10: /components/b/alerts: latency-high is about a already; name it once",
                        "components.yaml:11: /components/b/slos: nothing is named nothing; declare it or correct the name",
                        "components.yaml:12: /components/b/needs: nothing is named c; declare it or correct the name",
                        "components.yaml:12: /components/b/needs: comes back to b; remove the need that is none");
    }
}
