// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.assertions.LocatorAssertions;
import io.truename.local.console.BrowserExtension;
import io.truename.local.console.ChromiumBrowser;
import io.truename.local.console.ConsolePage;
import io.truename.testkit.suite.LongSuite;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The console in a real browser, on the real local cloud. */
@ExtendWith({BrowserExtension.class, LocalCloudExtension.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@LongSuite
class LiveConsoleIT {
    private static final LocatorAssertions.ContainsTextOptions PATIENTLY =
            new LocatorAssertions.ContainsTextOptions().setTimeout(60_000);

    private LocalCloud cloud;
    private URI base;

    @BeforeAll
    void open(LocalCloud shared) {
        cloud = shared;
        base = URI.create("http://localhost:" + shared.port() + "/");
    }

    @AfterAll
    void endRuns(@TempDir Path folder) throws Exception {
        cloud.endRuns(folder);
    }

    @Test
    void droppedFile_getsTheIdOfTheRealFunction(ChromiumBrowser browser) {
        try (ConsolePage console = ConsolePage.open(browser, base, ConsolePage.Screen.DESKTOP)) {
            console.field("User id").fill("user123");
            // SHA-256 a948904f... is that of "hello world" and a line feed.
            console.drop("hello.txt", "hello world\n");
            assertThat(console.files().first()).containsText("bf33f793-7447-5c56-a7da-9ffa2f8aa79d", PATIENTLY);
            assertThat(console.problems()).isEmpty();
        }
    }

    @Test
    void schedule_runByKeyboardReachesTheFunction(ChromiumBrowser browser) {
        try (ConsolePage console = ConsolePage.open(browser, base, ConsolePage.Screen.DESKTOP)) {
            console.visit("#/messaging");
            console.button("Run generate-self-check now").focus();
            console.page().keyboard().press("Enter");
            console.visit("#/logs");
            assertThat(console.logLines()
                            .filter(new com.microsoft.playwright.Locator.FilterOptions()
                                    .setHasText("All known answers agree"))
                            .last())
                    .containsText("generate", PATIENTLY);
            console.expect("Failed to load resource");
            assertThat(console.problems()).isEmpty();
        }
    }

    @Test
    void firstCommandsOfMigration_work(ChromiumBrowser browser, @TempDir Path folder) throws Exception {
        try (ConsolePage console = ConsolePage.open(browser, base, ConsolePage.Screen.DESKTOP)) {
            console.visit("#/migration");
            var commands = console.page().locator(".migration-hint pre");
            assertThat(commands).containsText("acceptNoBackup", PATIENTLY);
            List<PrintedCommands.Call> calls =
                    new PrintedCommands(folder).run(PrintedCommands.withIds(commands.textContent()));
            assertThat(calls)
                    .hasSizeGreaterThanOrEqualTo(4)
                    .allSatisfy(call ->
                            assertThat(call.status()).as(call.toString()).isBetween(200, 299));
        }
    }

    @Test
    void everyScreen_fitsAndIsAccessible(ChromiumBrowser browser) throws Exception {
        // Both widths and both colour schemes; ConsoleLooksIT looks at each with each, on data that do not change.
        for (ConsolePage.Screen screen : List.of(ConsolePage.Screen.DESKTOP, ConsolePage.Screen.PHONE_DARK)) {
            try (ConsolePage console = ConsolePage.open(browser, base, screen)) {
                assertThat(console.page().locator("body")).containsText("All ids agree", PATIENTLY);
                assertThat(console.fitsItsWidth()).as(screen.name()).isTrue();
                assertThat(console.accessibilityViolations()).isEmpty();
                console.photograph("live-" + screen.name());
                assertThat(Files.exists(Path.of("target/screenshots/live-" + screen.name() + ".png")))
                        .isTrue();
                for (String page : List.of("migration", "metrics", "logs", "messaging", "functions", "database")) {
                    console.visit("#/" + page);
                    assertThat(console.fitsItsWidth()).as(page + screen.name()).isTrue();
                    assertThat(console.accessibilityViolations()).as(page).isEmpty();
                    console.photograph("live-" + page + "-" + screen.name());
                }
                // Cloud Logging and Cloud Monitoring may be missing; their pages say so.
                console.expect("Failed to load resource");
                assertThat(console.problems()).isEmpty();
            }
        }
    }
}
