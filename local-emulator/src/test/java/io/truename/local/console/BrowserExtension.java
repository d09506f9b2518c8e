// SPDX-License-Identifier: Apache-2.0
package io.truename.local.console;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * JUnit extension that passes a {@link ChromiumBrowser} to tests, one for all classes of a JVM. Without a browser the tests are
 * skipped with one line in the log; with {@code -Dtruename.browser.required=true} they fail instead.
 */
public final class BrowserExtension implements ExecutionCondition, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(BrowserExtension.class);
    private static final String ABSENT =
            "No Chromium or Chrome on the PATH: install one, or name it with -Dtruename.browser=/path/to/it.";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (ChromiumBrowser.find().isPresent()) {
            return ConditionEvaluationResult.enabled("There is a browser");
        }
        if (Boolean.getBoolean("truename.browser.required")) {
            throw new IllegalStateException(ABSENT);
        }
        store(context).getOrComputeIfAbsent("told", key -> {
            System.getLogger(BrowserExtension.class.getName())
                    .log(System.Logger.Level.WARNING, "Browser tests are skipped. " + ABSENT);
            return true;
        });
        return ConditionEvaluationResult.disabled(ABSENT);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ChromiumBrowser.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return store(context)
                .getOrComputeIfAbsent(Running.class, key -> Running.start(), Running.class)
                .browser();
    }

    private static Store store(ExtensionContext context) {
        return context.getStore(ExtensionContext.StoreScope.LAUNCHER_SESSION, NAMESPACE);
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
