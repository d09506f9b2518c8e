// SPDX-License-Identifier: Apache-2.0
package io.truename.local.console;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/**
 * Gives tests a {@link ChromiumBrowser} as a parameter: one for the whole run. Without a browser the tests are skipped
 * with one line; with {@code -Dtruename.browser.required=true} they fail instead.
 */
public final class BrowserExtension implements BeforeAllCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(BrowserExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        if (ChromiumBrowser.find().isEmpty()) {
            String line =
                    "No Chromium or Chrome on the PATH: install one, or name it with -Dtruename.browser=/path/to/it.";
            if (Boolean.getBoolean("truename.browser.required")) {
                throw new IllegalStateException(line);
            }
            throw new TestAbortedException(line);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ChromiumBrowser.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Running.class, key -> Running.start(), Running.class)
                .browser();
    }

    private record Running(ChromiumBrowser browser) implements AutoCloseable {
        static Running start() {
            Optional<Path> executable = ChromiumBrowser.find();
            return new Running(ChromiumBrowser.launch(executable.orElseThrow()));
        }

        @Override
        public void close() {
            browser.close();
        }
    }
}
