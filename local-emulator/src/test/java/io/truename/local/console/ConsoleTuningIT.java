// SPDX-License-Identifier: Apache-2.0
package io.truename.local.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import io.truename.local.console.ConsolePage.Screen;
import io.truename.testkit.suite.LongSuite;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Test of the Tuning page: proposals, why a threshold is what it is, decisions, and thresholds in force. */
@LongSuite
final class ConsoleTuningIT extends ConsoleTestCase {
    private static final String LATENCY = "One request of twenty takes more than 200 ms";

    private ObjectNode fixture;

    @BeforeEach
    void serve() throws IOException {
        fixture = StubTune.serve(cloud);
        console.visit("#/tuning");
    }

    @Test
    void theNewestProposal_tellsOfEachAlert_changedOnesFirst() {
        assertThat(console.panel("Proposals").locator("tbody tr"))
                .containsText(new String[] {"1 changed, 1 kept, 1 not made", "1 changed, 0 kept"});
        assertThat(console.panel("Proposal").locator("tbody tr")).containsText(new String[] {
            LATENCY, "Not made: Cloud Monitoring answered 503.", "Stays at 75 %: the past has 3.2 days of values"
        });
    }

    @Test
    void anAlert_saysInOneSentenceWhyItsThresholdIsWhatItIs() {
        assertThat(console.panel("Alert").locator(".headline"))
                .hasText(
                        "200 ms → 96 ms to 200 ms by the hour: 9 false hours in 7 days become 3, and a change of 50 % is"
                                + " found 99 times in 100, half of them within 2 min.");
    }

    @Test
    void theCourse_hasThresholdsOfTheHour_alarmsAndIncidents() {
        Locator alert = console.panel("Alert");
        assertThat(alert.locator(".chart[data-state=drawn]")).isVisible();
        Locator course = alert.locator(".chart-canvas");
        // Highest and lowest threshold of the 168: each hour has its own.
        assertThat(course)
                .hasAttribute(
                        "aria-label",
                        Pattern.compile(
                                "proposed, high: [^;]* median of 5 min for 5 min: last [^;]*, least 96 ms, most 200 ms"));
        assertThat(course)
                .hasAttribute(
                        "aria-label",
                        Pattern.compile("alarms today: 3; alarms proposed: 2; incidents: 1; called false alarms: 1$"));
    }

    @Test
    void theEvidence_hasItsBounds_andTheChosenPoint() {
        Locator alert = console.panel("Alert");
        assertThat(console.row("False hours")).containsText("9 of 168 (5.3 %, at most 9 %)");
        assertThat(console.row("False hours")).containsText("3 of 168 (1.7 %, at most 4.6 %)");
        assertThat(console.row("Injected incidents found")).containsText("306 of 320 (95 %, at least 93 %)");
        assertThat(alert.getByRole(AriaRole.IMG).and(alert.locator("svg")).first())
                .hasAttribute(
                        "aria-label",
                        Pattern.compile(
                                "proposed: 1.1 % false hours, 96 % found;.* today: 5.3 % false hours, 87 % found;"
                                        + ".* thresholds × 0.5: 71 % false hours, 100 % found"));
        assertThat(alert.locator(".plot-point[data-kind=today], .plot-point[data-kind=chosen]"))
                .hasCount(2);
        assertThat(alert.locator(".plot-point[data-kind=other]")).hasCount(3);
        assertThat(alert).containsText("5 ways tried on 23 Feb to 2 Mar; chosen: hourly-maxima 1 %");
        assertThat(alert).containsText("Usually 1.2 % of the events are bad (binomial)");
        assertThat(alert.getByLabel("Reasons").first())
                .containsText("41 % of the error budget of generate-latency is left.");
        assertThat(alert).containsText("11 of 12 (91 %) of the openings agree");
        alert.locator("summary").click();
        assertThat(console.row("slow drift")).containsText("held back25 %: 34 % · 50 %: 93 %");
    }

    @Test
    void anAlertThatKeepsItsThreshold_hasAnAddress_andSaysWhy() {
        console.panel("Proposal").getByText("cache-hit-ratio").click();
        assertThat(console.page()).hasURL(Pattern.compile(".*/cache-hit-ratio/ratio$"));
        assertThat(console.panel("Alert").locator("h2")).isFocused();
        assertThat(console.panel("Alert").getByLabel("Reasons").first()).containsText("at least 5 are needed");
        assertThat(console.panel("Alert")).containsText("Terraform holds this threshold");
        // Its low values alert, so that the lowest of each period are drawn.
        assertThat(console.panel("Alert").locator(".chart-canvas"))
                .hasAttribute("aria-label", Pattern.compile("lowest values: last 86 %, least 86 %, most 91 %"));
    }

    @Test
    void aProposal_isBegunForOneAlert_andShowsHowFarItIs() {
        ObjectNode running = fixture.get("ready").deepCopy();
        running.put("id", "9f000000-0000-4000-8000-000000000001")
                .put("state", "RUNNING")
                .put("made", 2)
                .put("changed", 0);
        ((ObjectNode) running.at("/parts/0")).remove("result");
        StubTune.show(cloud, running);
        cloud.answer(StubTune.PROPOSALS, 200, running.toString());
        console.field("Alerts").selectOption("latency-high");
        console.field("From the last").selectOption("14");
        console.button("Propose thresholds").click();
        assertThat(console.panel("Proposal")).containsText("2 of 3 alerts made");
        assertThat(console.button("Apply")).not().isVisible();
        assertThat(cloud.commands()).anySatisfy(command -> {
            assertThat(command.path()).isEqualTo(StubTune.PROPOSALS);
            assertThat(command.body().toString()).isEqualTo("{\"alerts\":[\"latency-high\"],\"days\":14}");
        });

        // It goes on by itself.
        ((ObjectNode) running.at("/parts/0")).set("result", fixture.at("/ready/parts/0/result"));
        StubTune.show(cloud, running.put("state", "READY").put("made", 3).put("changed", 1));
        assertThat(console.button("Apply")).isVisible();
    }

    @Test
    void burnRatesAndThresholdsOfZero_cannotBeProposed() {
        assertThat(console.field("Alerts").locator("option")).hasCount(5);
        assertThat(console.field("Alerts")).not().containsText("error budget");
        assertThat(console.field("Alerts")).not().containsText("Documents and ids disagree");
    }

    @Test
    void aProposal_isAppliedWithAReason() {
        console.field("Reason, if you like").fill("nights are quiet");
        cloud.answer(StubTune.address(fixture.get("ready")) + "/apply", 200, "{}");
        console.button("Apply").click();
        assertThat(console.page().getByText("The thresholds of tuned alerts are in force."))
                .isVisible();
        assertThat(cloud.commands()).anySatisfy(command -> {
            assertThat(command.path()).isEqualTo(StubTune.address(fixture.get("ready")) + "/apply");
            assertThat(command.body().path("reason").asText()).isEqualTo("nights are quiet");
        });
    }

    @Test
    void aProposal_isRejectedWithoutAReason() {
        console.button("Reject").click();
        assertThat(console.page().getByText("The proposal is rejected.")).isVisible();
        assertThat(cloud.commands()).anySatisfy(command -> {
            assertThat(command.path()).endsWith("/reject");
            // The function refuses an empty reason.
            assertThat(command.body().isEmpty()).isTrue();
        });
    }

    @Test
    void aProposalThatChangesNothing_canOnlyBeRejected() {
        ((ArrayNode) fixture.at("/ready/parts")).remove(1);
        for (String proposal : List.of("/ready", "/proposals/items/0")) {
            ((ObjectNode) fixture.at(proposal)).put("total", 2).put("made", 2).put("changed", 0);
        }
        StubTune.show(cloud, fixture.get("ready"));
        cloud.answer(StubTune.PROPOSALS, 200, fixture.get("proposals").toString());
        console.page().reload();
        assertThat(console.panel("Proposals")).containsText("0 changed, 1 kept, 1 not made");
        assertThat(console.button("Reject")).isVisible();
        assertThat(console.button("Apply")).not().isVisible();
        assertThat(console.button("Copy for Terraform")).not().isVisible();
    }

    /** Live alerts that their replay does not show prove nothing: what was proposed may not be applied. */
    @Test
    void aProposalThatIsNotFaithful_isKept() {
        ((ArrayNode) fixture.at("/ready/parts/1/result/kept"))
                .add("Only 50 % of the openings agree with the live alert.");
        // Of alerts that stay the first is shown, and one that failed before them.
        ArrayNode parts = (ArrayNode) fixture.at("/ready/parts");
        parts.remove(2);
        parts.remove(0);
        StubTune.show(cloud, fixture.get("ready"));
        console.page().reload();
        assertThat(console.panel("Alert").locator(".headline"))
                .hasText("Stays at 200 ms: only 50 % of the openings agree with the live alert.");
    }

    @Test
    void thresholdsInForce_goBack_allTiersTogether() {
        Locator thresholds = console.panel("Thresholds in force");
        assertThat(thresholds.locator("tbody tr")).hasCount(2);
        assertThat(thresholds.getByRole(AriaRole.BUTTON).filter(new Locator.FilterOptions().setHasText("Roll back")))
                .hasCount(1);
        console.button("Roll back latency-high").click();
        assertThat(console.page().getByText("latency-high compares with its thresholds before."))
                .isVisible();
        assertThat(cloud.commands())
                .anySatisfy(command ->
                        assertThat(command.body().path("alert").asText()).isEqualTo("latency-high"));
        console.button("Before (1)").click();
        assertThat(thresholds.locator("tbody tr")).containsText("replaced");
    }

    @Test
    void anAlertThatWasNotJudged_isShownWithWhatThereIs() {
        ObjectNode result = (ObjectNode) fixture.at("/ready/parts/1/result");
        result.remove("tradeOff");
        ((ArrayNode) result.at("/proposed/1/hours")).removeAll().add("Infinity").add(150.0);
        ((ObjectNode) result.get("evidence")).putNull("today").remove("curve");
        StubTune.show(cloud, fixture.get("ready"));
        console.page().reload();
        assertThat(console.panel("Alert").locator(".headline"))
                .containsText("200 ms → 150 ms: 3 false hours in 7 days, and a change of 50 %");
        assertThat(console.panel("Alert").locator(".chart[data-state=drawn]")).isVisible();
        assertThat(console.panel("Alert").getByText("Detection by size")).not().isVisible();
    }

    static Stream<Screen> screens() {
        return Screen.looked();
    }

    @ParameterizedTest
    @MethodSource("screens")
    void everyScreen_fitsAndIsAccessible(Screen screen) {
        reopen(screen, "#/tuning");
        assertThat(console.panel("Alert").locator(".chart[data-state=drawn]")).isVisible();
        assertThat(console.fitsItsWidth()).isTrue();
        assertThat(console.accessibilityViolations()).isEmpty();
        console.photograph("tuning-" + screen.name());
    }
}
