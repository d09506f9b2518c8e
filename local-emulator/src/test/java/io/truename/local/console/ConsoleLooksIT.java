// SPDX-License-Identifier: Apache-2.0
package io.truename.local.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ReducedMotion;
import io.truename.local.console.ConsolePage.Screen;
import io.truename.testkit.suite.LongSuite;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layout test of the console: both screen sizes and colour schemes, and overlong names. */
@LongSuite
final class ConsoleLooksIT extends ConsoleTestCase {
    static Stream<Screen> screens() {
        return Screen.looked();
    }

    @ParameterizedTest
    @MethodSource("screens")
    void everyScreen_fitsAndIsAccessible(Screen screen) {
        reopen(screen);
        console.drop("invoice 2026-03.pdf", "the content of an invoice");
        console.drop("copy of invoice.pdf", "the content of an invoice");
        assertThat(console.files().first()).containsText("same content, same id");

        assertThat(console.fitsItsWidth()).isTrue();
        assertThat(console.accessibilityViolations()).isEmpty();
        console.photograph(screen.name());
    }

    @ParameterizedTest
    @MethodSource("screens")
    void everyPage_fitsAndIsAccessible(Screen screen) throws IOException {
        Screens.talk(cloud);
        StubMetrics.serve(cloud);
        StubProbe.serve(cloud);
        StubDashboards.serve(cloud);
        for (String page :
                List.of("logs", "metrics", "dashboards", "messaging", "functions", "database", "probe", "nowhere")) {
            reopen(screen, "#/" + page);
            if (page.equals("logs")) {
                assertThat(console.logLines()).hasCount(Screens.LINES);
                console.logLines().last().getByRole(AriaRole.BUTTON).first().click();
            } else if (page.equals("metrics")) {
                assertThat(console.page().locator(".chart[data-state=drawn]").first())
                        .isVisible();
            } else if (page.equals("probe")) {
                assertThat(console.row("Id: wrong recipe")).isVisible();
                assertThat(console.page().locator(".chart[data-state=drawn]")).isVisible();
            }
            assertThat(console.fitsItsWidth()).as(page).isTrue();
            assertThat(console.accessibilityViolations()).as(page).isEmpty();
            console.photograph(page + "-" + screen.name());
        }
    }

    @ParameterizedTest
    @MethodSource("screens")
    void everyDialog_isAccessible(Screen screen) {
        reopen(screen);
        console.page().keyboard().press("Control+k");
        assertThat(console.page().locator("#palette-list [role=option]").first())
                .isVisible();
        assertThat(console.accessibilityViolations()).isEmpty();
        console.page().keyboard().press("Escape");
        assertThat(console.page().locator("#palette")).not().isVisible();
        console.page().keyboard().press("?");
        assertThat(console.page().getByRole(AriaRole.DIALOG)).containsText("Keyboard shortcuts");
        assertThat(console.accessibilityViolations()).isEmpty();
        assertThat(console.fitsItsWidth()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("screens")
    void troubles_areShownWithoutLosingTheReader(Screen screen) {
        reopen(screen);
        cloud.show(Screens.troubled(cloud.status()));
        assertThat(console.panel("The story")).containsText("failed");
        assertThat(console.accessibilityViolations()).isEmpty();
        console.photograph(screen.name() + "-failed");
        console.visit("#/messaging");
        console.button("Set faults of document-events-uploaded").click();
        assertThat(console.page().locator("#faults-dialog")).isVisible();

        assertThat(console.fitsItsWidth()).isTrue();
        assertThat(console.accessibilityViolations()).isEmpty();
        console.photograph(screen.name() + "-troubled");
    }

    @Test
    void aPhone_withNamesOfTwoHundredLetters_hasNoSidewaysScroll() {
        reopen(Screen.PHONE);
        ObjectNode status = cloud.status();
        String name = "an-endless-name".repeat(14);
        for (String list : List.of("functions", "topics", "schedules", "parts")) {
            status.withArray(list)
                    .forEach(item -> ((ObjectNode) item).put("name", name).put("url", "http://localhost/" + name));
        }
        ((ObjectNode) status.at("/topics/0/subscriptions/0"))
                .put("name", name)
                .put("type", "push")
                .put("endpoint", name);
        ((ObjectNode) status.at("/database/tables/0")).put("name", name);
        ((ObjectNode) status.at("/database")).put("url", "postgresql://" + name);
        ((ObjectNode) status.at("/story")).put("title", name);
        ((ObjectNode) status.at("/story/steps/0")).put("name", name).put("detail", name);
        cloud.show(status);
        cloud.log("ERROR", name, name);
        console.drop(name + ".pdf", name);

        assertThat(console.files()).containsText(new String[] {name});
        for (String page : List.of("overview", "functions", "messaging", "database", "logs")) {
            console.visit("#/" + page);
            if (page.equals("functions")) {
                assertThat(console.panel("Functions")).containsText(name);
            } else if (page.equals("logs")) {
                assertThat(console.logLines()).hasCount(1);
            }
            assertThat(console.fitsItsWidth()).as(page).isTrue();
        }
    }

    @Test
    void aBreach_ofThePolicyOrToAnotherHost_doesNotGoUnseen() {
        console.page().evaluate("() => document.body.setAttribute('style', 'color: red')");
        console.page().evaluate("() => fetch('http://localhost:1/').catch(() => {})");
        console.page().evaluate("() => { try { document.body.innerHTML = '<p>'; } catch (refused) { } }");

        assertThat(console.problems()).anyMatch(problem -> problem.contains("style-src"));
        assertThat(console.problems()).anyMatch(problem -> problem.contains("connect-src"));
        assertThat(console.problems()).anyMatch(problem -> problem.contains("TrustedHTML"));
        console.expect("");
    }

    @Test
    void whatNoReaderCouldUse_doesNotGoUnseen() {
        console.page()
                .evaluate("() => { document.querySelector('main').append(document.createElement('button'));"
                        + " document.documentElement.removeAttribute('lang'); }");

        assertThat(console.page().frames()).hasSize(1);
        assertThat(console.accessibilityViolations())
                .hasSize(2)
                .anyMatch(violation -> violation.startsWith("button-name"))
                .anyMatch(violation -> violation.startsWith("html-has-lang"));
    }

    @Test
    void traffic_travelsTheEdges_unlessMotionIsUnwanted() {
        Locator dots = console.panel("Data flow").locator("circle.dot");
        console.page()
                .evaluate("() => { window.dots = 0; new MutationObserver(changes => changes.forEach(change =>"
                        + " change.addedNodes.forEach(node => { if (node.localName === 'circle') window.dots++; })))"
                        + ".observe(document.querySelector('#flow'), {subtree: true, childList: true}); }");
        ackOneMore();
        assertThat(console.page().evaluate("() => window.dots")).isEqualTo(0);

        console.page().emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.NO_PREFERENCE));
        ackOneMore();
        assertThat(console.page().evaluate("() => window.dots")).isEqualTo(1);
        assertThat(dots).hasCount(0);
    }

    private void ackOneMore() {
        ObjectNode status = cloud.status();
        ObjectNode subscription = (ObjectNode) status.at("/topics/1/subscriptions/0");
        int acked = subscription.path("acked").asInt() + 1;
        subscription.put("acked", acked);
        cloud.show(status.put("version", "0.1." + acked));
        // Each status is drawn before the next is looked at.
        console.page()
                .waitForFunction(
                        "version => document.querySelector('#version').textContent.includes(version)", "0.1." + acked);
    }
}
