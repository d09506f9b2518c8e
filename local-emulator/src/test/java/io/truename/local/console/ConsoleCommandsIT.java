// SPDX-License-Identifier: Apache-2.0
package io.truename.local.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Test of the console's commands, most of them by keyboard. */
final class ConsoleCommandsIT extends ConsoleTestCase {
    private static final String CONTROLS =
            "() => [...document.querySelectorAll('a[href], button, input, select, textarea, [tabindex=\"0\"]')]"
                    + ".filter(node => node.checkVisibility() && !node.closest('dialog:not([open])'))";

    @Test
    void runNow_byKeyboardAlone_runsTheSchedule() {
        console.visit("#/messaging");
        tabTo(console.button("Run generate-self-check now"));
        console.page().keyboard().press("Enter");

        assertThat(console.page().getByText("generate-self-check was started.")).isVisible();
        assertThat(cloud.commands())
                .extracting(ConsoleStubServer.Command::method, ConsoleStubServer.Command::path)
                .containsExactly(tuple("POST", "/api/schedules/generate-self-check/run"));
        assertThat(console.button("Run generate-self-check now")).isFocused();
    }

    @Test
    void aRefusedCommand_showsTheProblemUntilDismissed() {
        cloud.answer(
                "/api/functions/generate/kill", 409, "{\"title\":\"Conflict\",\"detail\":\"generate is not running\"}");
        console.visit("#/functions");
        console.button("Kill generate").click();
        console.button("Kill it").click();

        Locator alert = console.page()
                .getByRole(AriaRole.ALERT)
                .filter(new Locator.FilterOptions().setHasText("generate is not running"));
        assertThat(alert).isVisible();
        console.button("Dismiss").click();
        assertThat(console.page().getByText("generate is not running")).hasCount(0);
        console.expect("Failed to load resource");
    }

    @Test
    void aKill_isAskedForTwice() {
        console.visit("#/functions");
        console.button("Kill generate").press("Enter");
        assertThat(console.page().getByRole(AriaRole.DIALOG)).containsText("every request that it works on");
        assertThat(console.accessibilityViolations()).isEmpty();
        console.page().keyboard().press("Escape");
        assertThat(cloud.commands()).isEmpty();

        console.button("Kill generate").press("Enter");
        console.button("Kill it").press("Enter");
        assertThat(console.page().locator(".notice")).containsText("generate was killed");
        assertThat(cloud.commands())
                .extracting(ConsoleStubServer.Command::path)
                .containsExactly("/api/functions/generate/kill");
        assertThat(console.button("Kill generate")).isFocused();
    }

    @Test
    void faults_byKeyboard_areSetAndCleared() {
        cloud.answer(
                "/api/pubsub/subscriptions/generate-self-checks/faults",
                200,
                "{\"duplicate\":0.25,\"answer503\":3,\"killAfterMillis\":50}");
        console.visit("#/messaging");
        tabTo(console.button("Set faults of generate-self-checks"));
        console.page().keyboard().press("Enter");
        assertThat(console.field("Messages to deliver twice, %")).hasValue("25");
        assertThat(console.field("Deliveries to answer with 503")).hasValue("3");
        assertThat(console.accessibilityViolations()).isEmpty();

        console.field("Acks to lose, %").fill("12.5");
        console.field("Deliver out of order").press("Space");
        console.field("Delay of each delivery, ms").fill("500");
        console.field("Delay of each delivery, ms").press("Enter");
        assertThat(console.page().getByText("Faults are set.")).isVisible();
        assertThat(console.button("Set faults of generate-self-checks")).isFocused();

        console.page().keyboard().press("Enter");
        console.button("Clear all faults").press("Enter");
        assertThat(console.page().getByText("Faults are cleared.")).isVisible();
        assertThat(cloud.commands())
                .extracting(ConsoleStubServer.Command::method)
                .containsExactly("PUT", "DELETE");
        assertThat(cloud.commands().get(0).body().toString())
                .isEqualTo("{\"duplicate\":0.25,\"answer503\":3,\"killAfterMillis\":50,\"reorder\":true,"
                        + "\"loseAcks\":0.125,\"delayMillis\":500,\"killFunction\":0}");
    }

    /** The answer of the server would otherwise take back what was typed before it. */
    @Test
    void faults_thatAreReadLate_keepWhatWasTyped() {
        String faults = "/api/pubsub/subscriptions/generate-self-checks/faults";
        cloud.answer(faults, 200, "{\"duplicate\":0.25,\"answer503\":3}");
        AtomicReference<Route> held = new AtomicReference<>();
        console.page().route("**" + faults, held::set);
        console.visit("#/messaging");
        console.button("Set faults of generate-self-checks").click();
        console.page().waitForCondition(() -> held.get() != null);
        console.field("Acks to lose, %").fill("12.5");
        console.field("Deliveries to answer with 503").fill("9");

        held.get().resume();
        assertThat(console.field("Messages to deliver twice, %")).hasValue("25");
        assertThat(console.field("Acks to lose, %")).hasValue("12.5");
        assertThat(console.field("Deliveries to answer with 503")).hasValue("9");
    }

    /** The event of the closed question comes after the next question was opened. */
    @Test
    void aQuestion_thatIsAskedAgainAtOnce_isAnswered() {
        console.visit("#/functions");
        console.button("Kill generate").click();
        console.page()
                .evaluate("() => { document.getElementById('question-dialog').close();"
                        + " document.querySelector('[aria-label=\"Kill generate\"]').click(); }");
        console.button("Kill it").click();

        assertThat(console.page().locator(".notice")).containsText("generate was killed");
    }

    @Test
    void aMessage_isPublishedWithItsAttributes() {
        console.visit("#/messaging");
        console.button("Publish a message to document-events").click();
        console.field("Data").fill("{\"documentId\": 1}");
        console.page().getByLabel("Attributes").fill("stage = uploaded\nnot an attribute");
        console.button("Publish").click();
        assertThat(console.page().getByText("“not an attribute” is not")).isVisible();

        console.page().getByLabel("Attributes").fill("stage = uploaded\n\nexpression=a=b");
        console.button("Publish").click();
        assertThat(console.page().getByText("Published to document-events.")).isVisible();
        assertThat(cloud.commands()).singleElement().satisfies(command -> {
            assertThat(command.path()).isEqualTo("/api/pubsub/topics/document-events/messages");
            assertThat(command.body().toString())
                    .isEqualTo("{\"data\":\"{\\\"documentId\\\": 1}\",\"attributes\":{\"stage\":\"uploaded\","
                            + "\"expression\":\"a=b\"}}");
        });
    }

    @Test
    void waitingMessages_areShownAsText() {
        cloud.answer(
                "/api/pubsub/subscriptions/dead-letters-kept/messages",
                200,
                "{\"messages\":[{\"id\":\"17\",\"publishTime\":\"2026-03-14T09:20:00Z\",\"data\":\"<b>hello</b>\","
                        + "\"attributes\":{\"stage\":\"uploaded\"},\"attempts\":2,\"state\":\"WAITING\"},"
                        + "{\"id\":\"18\",\"data\":null,\"size\":4096,\"attempts\":1}]}");
        console.visit("#/messaging");
        console.button("Messages waiting in dead-letters-kept").click();

        Locator dialog = console.page().getByRole(AriaRole.DIALOG);
        assertThat(dialog).containsText("<b>hello</b>");
        assertThat(dialog).containsText("stage=uploaded");
        assertThat(dialog).containsText("17 · published 09:20:00 · 2 deliveries · waiting");
        assertThat(dialog).containsText("4.1 kB, too long to show, or not text");
        console.page().keyboard().press("Escape");
        assertThat(dialog).hasCount(0);
    }

    @Test
    void tab_reachesEveryControl_andEachShowsItsFocus() {
        console.drop("invoice.pdf", "invoice");
        assertThat(console.files().first().locator("dt")).hasCount(2);
        int controls = ((Number) console.page().evaluate("() => (" + CONTROLS + ")().length")).intValue();

        Set<Object> reached = new LinkedHashSet<>();
        for (int i = 0; i < controls + 3; i++) {
            console.page().keyboard().press("Tab");
            Object index = console.page().evaluate("() => (" + CONTROLS + ")().indexOf(document.activeElement)");
            Object outlined = console.page().evaluate("""
                    () => {
                      const focused = document.activeElement;
                      const shown = focused.id === 'files' ? focused.nextElementSibling : focused;
                      const style = getComputedStyle(shown);
                      return focused === document.body || (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2);
                    }""");
            assertThat(outlined).as("focus is visible on control %s", index).isEqualTo(true);
            reached.add(index);
        }
        reached.remove(-1);
        assertThat(reached).hasSize(controls);
    }

    @Test
    void everyControl_hasAName() {
        Object nameless = console.page().evaluate("() => (" + CONTROLS + """
                )().filter(node => !(node.getAttribute('aria-label') || node.labels?.length || node.textContent.trim()))
                   .map(node => node.outerHTML)""");
        assertThat((List<?>) nameless).isEmpty();
        assertThat(console.field("User id")).isVisible();
        console.visit("#/messaging");
        assertThat(console.button("Run generate-self-check now")).isVisible();
        assertThat(console.button("Set faults of dead-letters-kept")).isVisible();
    }

    @Test
    void aStatusEverySecond_doesNotTakeTheFocusAway() {
        console.visit("#/functions");
        tabTo(console.button("Kill generate"));
        cloud.show(cloud.status().put("version", "0.1.1"));
        assertThat(console.page().getByText("local cloud 0.1.1")).isVisible();

        assertThat(console.button("Kill generate")).isFocused();
        assertThat(cloud.commands()).isEmpty();
    }

    private void tabTo(Locator control) {
        for (int i = 0; i < 80; i++) {
            console.page().keyboard().press("Tab");
            if ((Boolean) control.evaluate("node => node === document.activeElement")) {
                return;
            }
        }
        throw new AssertionError("Tab never reached " + control);
    }
}
