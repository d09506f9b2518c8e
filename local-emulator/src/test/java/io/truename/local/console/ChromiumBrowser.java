// SPDX-License-Identifier: Apache-2.0
package io.truename.local.console;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The Chromium that is installed on this machine, driven by Playwright. Nothing is downloaded. Not thread-safe. */
public final class ChromiumBrowser implements AutoCloseable {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "chrome");
    private static final List<String> MACOS = List.of(
            "/Applications/Chromium.app/Contents/MacOS/Chromium",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");

    private final Playwright playwright;
    private final Browser browser;
    private final Map<ConsolePage.Screen, Page> blank = new HashMap<>();

    private ChromiumBrowser(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /** The browser named by the system property {@code truename.browser}, else the first that is found. */
    static Optional<Path> find() {
        String named = System.getProperty("truename.browser", "");
        if (!named.isBlank()) {
            return Optional.of(Path.of(named));
        }
        List<String> folders =
                List.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator));
        Stream<Path> onPath = NAMES.stream().flatMap(name -> folders.stream().map(folder -> Path.of(folder, name)));
        return Stream.concat(onPath, MACOS.stream().map(Path::of))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts the browser without a window. */
    static ChromiumBrowser launch(Path executable) {
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        try {
            Browser browser = playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(executable)
                            .setArgs(arguments()));
            return new ChromiumBrowser(playwright, browser);
        } catch (RuntimeException problem) {
            playwright.close();
            throw problem;
        }
    }

    /**
     * A blank page in a profile of its own, or one that was given back. What the profile keeps is kept by address, and each test
     * has a server at another port. A new page takes a second of processor time, most of the time of a test.
     */
    Page blankPage(ConsolePage.Screen screen, Browser.NewContextOptions options) {
        Page left = blank.remove(screen);
        return left != null ? left : browser.newContext(options).newPage();
    }

    /** Takes back a blank page without routes and listeners. */
    void giveBack(ConsolePage.Screen screen, Page page) {
        Page other = blank.put(screen, page);
        if (other != null) {
            other.context().close();
        }
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }

    private static List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of(
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-quic"));
        if (System.getProperty("user.name").equals("root")) {
            // The sandbox refuses root, and continuous integration often is root.
            arguments.add("--no-sandbox");
        }
        return arguments;
    }
}
