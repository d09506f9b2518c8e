// SPDX-License-Identifier: Apache-2.0
package io.truename.local.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** Base class of console tests: a browser, a stub server, and a check for forbidden behaviour of the page. */
@ExtendWith(BrowserExtension.class)
abstract class ConsoleTestCase {
    ConsoleStubServer cloud;
    ConsolePage console;
    private ChromiumBrowser browser;

    @BeforeEach
    final void open(ChromiumBrowser chromium) throws IOException {
        PlaywrightAssertions.setDefaultAssertionTimeout(10_000);
        browser = chromium;
        cloud = ConsoleStubServer.start();
        console = ConsolePage.open(browser, cloud.base(), ConsolePage.Screen.DESKTOP);
    }

    /** Reopens the console on another screen. */
    final void reopen(ConsolePage.Screen screen) {
        reopen(screen, "");
    }

    /** Reopens the console on another screen, at the address of one of its pages. */
    final void reopen(ConsolePage.Screen screen, String address) {
        console.close();
        console = ConsolePage.open(browser, cloud.base(), screen, address);
    }

    @AfterEach
    final void close() {
        if (cloud == null) {
            return;
        }
        try (ConsoleStubServer closing = cloud;
                ConsolePage page = console) {
            assertThat(page == null ? List.of() : page.problems()).isEmpty();
        }
    }
}
