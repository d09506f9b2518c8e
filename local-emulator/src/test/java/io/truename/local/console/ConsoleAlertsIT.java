// SPDX-License-Identifier: Apache-2.0
package io.truename.local.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import io.truename.local.console.ConsolePage.Screen;
import io.truename.testkit.suite.LongSuite;
import java.io.IOException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Test of the Alerts page: incidents with their runbook, alert policies, silences, objectives, and the clock. */
@LongSuite
final class ConsoleAlertsIT extends ConsoleTestCase {
    private static final String LATENCY = "One request of twenty takes more than 200 ms";

    @BeforeEach
    void serve() throws IOException {
        StubAlerts.serve(cloud);
        console.visit("#/alerts");
    }

    @Test
    void incidents_areShownByState() {
        assertThat(console.panel("Incidents").locator("tbody tr")).hasCount(4);
        assertThat(console.panel("Incidents")).containsText("200 ms");
        console.button("Closed (1)").click();
        assertThat(console.panel("Incidents").locator("tbody tr")).hasCount(1);
    }

    @Test
    void anIncident_hasAnAddress_itsValueAgainstTheThreshold_andItsRunbook() {
        console.panel("Incidents").getByText(LATENCY).first().click();
        assertThat(console.page()).hasURL(Pattern.compile(".*#/alerts/" + StubAlerts.INCIDENT));
        Locator incident = console.panel("Incident");
        assertThat(incident.locator(".chart[data-state=drawn]")).isVisible();
        assertThat(incident.getByLabel("Timeline")).containsText("opened");
        Locator runbook = incident.getByLabel("Runbook");
        assertThat(runbook.locator("h4, h5").first()).isVisible();
        assertThat(runbook.locator("code").first()).isVisible();
        // Comments of the file are no part of what is read.
        assertThat(runbook).not().containsText("SPDX");
    }

    @Test
    void policies_areShownByState_withTheirWorstValue() {
        Locator policies = console.panel("Alert policies");
        assertThat(policies.locator("tbody tr").first()).containsText("firing");
        console.button("Silenced (1)").click();
        assertThat(policies.locator("tbody tr")).containsText(new String[] {"we know it"});
    }

    @Test
    void anAlert_isSilencedWithAReasonAndAnEnd() {
        console.button("Silence: " + LATENCY).click();
        console.field("Reason for the silence").fill("a load test");
        console.page().locator("#silence-hours").selectOption("8");
        console.panel("Silence")
                .getByText("Silence", new Locator.GetByTextOptions().setExact(true))
                .click();
        assertThat(console.page().getByText(LATENCY + " is silenced.")).isVisible();
        assertThat(cloud.commands()).anySatisfy(command -> {
            assertThat(command.path()).isEqualTo("/api/silences");
            assertThat(command.body().path("alert").asText()).isEqualTo("latency-high");
            assertThat(command.body().path("reason").asText()).isEqualTo("a load test");
            // By the clock of the metrics, which may be ahead.
            assertThat(command.body().path("until").asText()).startsWith("2026-11-28T16:");
        });
    }

    @Test
    void objectives_tellBudgetAndBurnRates() {
        assertThat(console.row("generate-latency")).containsText("99.000 %");
        assertThat(console.row("generate-latency")
                        .locator(".state[data-level=bad]")
                        .first())
                .hasText("fast");
        assertThat(console.row("retrieval-success")).containsText("–");
    }

    @Test
    void theClock_isMovedOn() {
        console.button("Advance 1 hour").click();
        assertThat(console.page().getByText("The clock is 1 hour ahead.")).isVisible();
        assertThat(cloud.commands()).anySatisfy(command -> {
            assertThat(command.path()).isEqualTo("/api/clock/advance");
            assertThat(command.body().path("seconds").asInt()).isEqualTo(3_600);
        });
    }

    @Test
    void incidentsThatBelongTogether_nameTheFirstSymptomAndTheCause() throws IOException {
        StubTune.serve(cloud);
        console.page().reload();
        Locator groups = console.panel("Causes and verdicts").locator(".group");
        assertThat(groups).hasCount(2);
        assertThat(groups.first().locator("h3")).hasText("One request of twenty takes more than 50 ms");
        assertThat(groups.first())
                .containsText("The deploy of generate, revision generate-00042, 3 min before, may be the cause.");
        assertThat(groups.first().locator(".symptoms > li").first()).containsText("first symptom");
        assertThat(groups.first()).containsText("Both can come from generate");
        assertThat(groups.last()).containsText("No deploy, migration or schedule was near.");
    }

    @Test
    void aVerdict_isGivenWithAReason_andChanged() throws IOException {
        ObjectNode fixture = StubTune.serve(cloud);
        console.page().reload();
        Locator groups = console.panel("Causes and verdicts").locator(".group");
        groups.first().locator("input").fill("users waited");
        cloud.answer(StubTune.INCIDENTS + "/10/verdict", 200, "{}");
        groups.first().locator("button[data-real=true]").click();
        assertThat(console.page().getByText("The incident counts as real.")).isVisible();
        assertThat(cloud.commands()).anySatisfy(command -> {
            assertThat(command.path()).isEqualTo(StubTune.INCIDENTS + "/10/verdict");
            assertThat(command.body().toString()).isEqualTo("{\"real\":true,\"reason\":\"users waited\"}");
        });

        assertThat(groups.last().locator("summary")).containsText("False alarm, somebody said");
        groups.last().locator("summary").click();
        assertThat(groups.last().locator("button[aria-pressed=true]")).hasText("False alarm");
        ((ObjectNode) fixture.at("/incidents/items/2/verdict")).put("real", true);
        cloud.answer(StubTune.INCIDENTS, 200, fixture.get("incidents").toString());
        groups.last().locator("button[data-real=true]").click();
        assertThat(groups.last().locator("summary")).containsText("It was real, somebody said");
    }

    @Test
    void aCloudWithoutVerdicts_showsThePageAsBefore() throws IOException {
        assertThat(console.panel("Causes and verdicts")).not().isVisible();
        StubTune.serve(cloud);
        cloud.answer(StubTune.INCIDENTS, 404, "{\"title\":\"There is no such path\"}");
        console.page().reload();
        assertThat(console.panel("Incidents").locator("tbody tr")).hasCount(4);
        assertThat(console.panel("Causes and verdicts")).not().isVisible();
        console.expect("404");
    }

    static Stream<Screen> screens() {
        return Screen.looked();
    }

    @ParameterizedTest
    @MethodSource("screens")
    void everyScreen_fitsAndIsAccessible(Screen screen) throws IOException {
        StubTune.serve(cloud);
        reopen(screen, "#/alerts/" + StubAlerts.INCIDENT);
        assertThat(console.panel("Causes and verdicts").locator(".group")).hasCount(2);
        assertThat(console.panel("Incident").locator(".chart[data-state=drawn]"))
                .isVisible();
        assertThat(console.panel("Incident").getByLabel("Runbook").locator("p").first())
                .isVisible();
        assertThat(console.fitsItsWidth()).isTrue();
        assertThat(console.accessibilityViolations()).isEmpty();
        console.photograph("alerts-" + screen.name());
    }
}
