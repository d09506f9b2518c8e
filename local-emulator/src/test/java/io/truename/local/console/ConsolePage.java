// SPDX-License-Identifier: Apache-2.0
package io.truename.local.console;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Clock;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Page object of the console: finds everything by role and name, as its users do. Records forbidden behaviour: requests to
 * another host, errors in the browser's console, violations of the Content-Security-Policy.
 */
public final class ConsolePage implements AutoCloseable {
    /** Size and colour scheme of a screen. */
    public record Screen(String name, int width, int height, ColorScheme colors) {
        /** A desktop in light colours. */
        public static final Screen DESKTOP = new Screen("desktop-light", 1440, 900, ColorScheme.LIGHT);

        /** A desktop in dark colours. */
        public static final Screen DESKTOP_DARK = new Screen("desktop-dark", 1440, 900, ColorScheme.DARK);

        /** A phone in light colours. */
        public static final Screen PHONE = new Screen("phone-light", 390, 844, ColorScheme.LIGHT);

        /** A phone in dark colours. */
        public static final Screen PHONE_DARK = new Screen("phone-dark", 390, 844, ColorScheme.DARK);

        /** Size decides what fits, and scheme what is legible: two of the four have both of both. -Dtruename.screens=all takes four. */
        public static Stream<Screen> looked() {
            return System.getProperty("truename.screens", "").equals("all")
                    ? Stream.of(DESKTOP, DESKTOP_DARK, PHONE, PHONE_DARK)
                    : Stream.of(DESKTOP, PHONE_DARK);
        }
    }

    private final ChromiumBrowser browser;
    private final URI base;
    private final Screen screen;
    private final Page page;
    private final Consumer<Request> requests = this::note;
    private final Consumer<ConsoleMessage> messages = this::note;
    private final Consumer<String> errors = this::note;
    private final List<String> problems = new ArrayList<>();
    private boolean hasOtherTime;

    private ConsolePage(ChromiumBrowser browser, URI base, Screen screen) {
        this.browser = browser;
        this.base = base;
        this.screen = screen;
        this.page = browser.blankPage(
                screen,
                new Browser.NewContextOptions()
                        .setViewportSize(screen.width(), screen.height())
                        .setDeviceScaleFactor(screen.width() < 500 ? 2 : 1)
                        .setColorScheme(screen.colors())
                        .setReducedMotion(ReducedMotion.REDUCE)
                        .setTimezoneId("UTC")
                        .setPermissions(List.of("clipboard-read", "clipboard-write")));
    }

    /**
     * Opens the console and waits for its first status.
     *
     * @param base the console's address, with a trailing slash
     */
    public static ConsolePage open(ChromiumBrowser browser, URI base, Screen screen) {
        return open(browser, base, screen, "");
    }

    /** Opens the console at the address of one of its pages, such as {@code #/logs}. */
    static ConsolePage open(ChromiumBrowser browser, URI base, Screen screen, String address) {
        ConsolePage console = new ConsolePage(browser, base, screen);
        console.watch();
        console.page.navigate(base + address);
        console.page.waitForSelector("body[data-ready]");
        return console;
    }

    private void watch() {
        // Also those of pages that it opens.
        page.context().onRequest(requests);
        page.onConsoleMessage(messages);
        page.onPageError(errors);
    }

    private void note(Request request) {
        if (!request.url().startsWith(base.toString())) {
            problems.add("asked another host: " + request.url());
        }
    }

    private void note(ConsoleMessage message) {
        if (message.type().equals("error") || message.type().equals("warning")) {
            problems.add(describe(message));
        }
    }

    private void note(String error) {
        problems.add("uncaught: " + error);
    }

    private static String describe(ConsoleMessage message) {
        return message.type() + ": " + message.text() + " at " + message.location();
    }

    /** Returns the recorded forbidden behaviour, in order. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** Removes the problems with this text, which the test has caused itself. */
    public void expect(String text) {
        problems.removeIf(problem -> problem.contains(text));
    }

    /** The page's clock, which tests may set. Such a page is not used again. */
    public Clock clock() {
        hasOtherTime = true;
        return page.clock();
    }

    /** Returns the Playwright page, for elements without a method here. */
    public Page page() {
        return page;
    }

    /** Goes to a page by its address, such as {@code #/logs}, and waits until it is shown. */
    public void visit(String address) {
        page.evaluate("address => { location.hash = address; }", address);
        String id = address.replaceFirst("^#/", "").replaceFirst("[/?].*", "");
        page.waitForSelector("body[data-page=" + id + "]");
    }

    /** The section under a heading. */
    public Locator panel(String heading) {
        return page.getByRole(
                AriaRole.REGION, new Page.GetByRoleOptions().setName(heading).setExact(true));
    }

    /** A button anywhere on the page, by its full accessible name. */
    public Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** The table row with exactly this name. */
    public Locator row(String name) {
        String quoted = '"' + name + '"';
        return page.locator(
                "tr:has(th[scope=row]:text-is(" + quoted + "), th[scope=row] .name:text-is(" + quoted + "))");
    }

    /** A control by its label. */
    public Locator field(String label) {
        return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
    }

    /** State of the connection: "Live" or a problem. */
    public Locator connection() {
        return page.locator("#connection");
    }

    /** The lines of the log that are in sight, oldest first; on the page of logs. */
    public Locator logLines() {
        return page.getByRole(AriaRole.LIST, new Page.GetByRoleOptions().setName("Log lines"))
                .getByRole(AriaRole.LISTITEM);
    }

    /** Rows of the chosen files, newest first. */
    public Locator files() {
        return panel("The id of your file")
                .getByRole(AriaRole.LIST, new Locator.GetByRoleOptions().setName("Ids of your files, newest first"))
                .getByRole(AriaRole.LISTITEM);
    }

    /** Chooses files with the file picker. */
    public void choose(Path... files) {
        page.locator("#files").setInputFiles(files);
    }

    /** Drops one file with this text onto the zone. */
    public void drop(String name, String text) {
        Object transfer = page.evaluateHandle(
                "([name, text]) => { const t = new DataTransfer(); t.items.add(new File([text], name)); return t; }",
                List.of(name, text));
        page.locator("#dropzone").dispatchEvent("drop", Map.of("dataTransfer", transfer));
    }

    /** Returns the full hash or id in a file's row, which shows it shortened. */
    public String value(Locator file, String label) {
        return file.locator("dt", new Locator.LocatorOptions().setHasText(label))
                .locator("+ dd code")
                .getAttribute("title");
    }

    /** Whether the page fits its width without horizontal scrolling. */
    public boolean fitsItsWidth() {
        return (Boolean)
                page.evaluate("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth");
    }

    /** Returns the accessibility violations that axe-core finds. */
    public List<String> accessibilityViolations() {
        AxeRunOptions violations = new AxeRunOptions();
        violations.setResultTypes(List.of("violations"));
        // The same rules in a quarter of the time: nothing is written down about what passes, and the page, which has
        // no
        // frames, is not put together from frames in a second page.
        return new AxeBuilder(page)
                .options(violations).setLegacyMode(true).analyze().getViolations().stream()
                        .map(rule -> rule.getId() + ": " + rule.getHelp() + " " + rule.getNodes())
                        .toList();
    }

    /** Saves a screenshot of the whole page below {@code target/screenshots}. */
    public void photograph(String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setFullPage(true)
                .setPath(Path.of("target", "screenshots", name + ".png")));
    }

    /** Leaves the page as it was found, for the next test. */
    @Override
    public void close() {
        page.context().offRequest(requests);
        page.offConsoleMessage(messages);
        page.offPageError(errors);
        if (hasOtherTime || page.isClosed()) {
            page.context().close();
            return;
        }
        page.context().pages().stream().filter(other -> other != page).toList().forEach(Page::close);
        page.unrouteAll();
        page.setViewportSize(screen.width(), screen.height());
        page.emulateMedia(
                new Page.EmulateMediaOptions().setColorScheme(screen.colors()).setReducedMotion(ReducedMotion.REDUCE));
        page.navigate("about:blank");
        browser.giveBack(screen, page);
    }
}
