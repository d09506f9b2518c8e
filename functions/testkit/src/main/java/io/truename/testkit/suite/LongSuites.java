// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit.suite;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Condition that leaves a bounded sample of long suites, unless the system property {@value #ALL} is {@code true}: of a {@link LongSuite}
 * the first invocations, and of a test or a class whose only argument is the version of PostgreSQL the newest.
 */
public final class LongSuites implements ExecutionCondition {
    /** System property that runs all. */
    public static final String ALL = "truename.tests.long";

    private static final Pattern INVOCATION = Pattern.compile("\\[test-template-invocation:#(\\d+)]$");
    private static final Pattern ANY_INVOCATION = Pattern.compile("-template-invocation:#\\d+]$");
    private static final Pattern OLDEST = Pattern.compile("\\[\\d+] (version ?= ?)?OLDEST");

    private final boolean all;

    /** Reads the system property. */
    public LongSuites() {
        this(Boolean.getBoolean(ALL));
    }

    LongSuites(boolean all) {
        this.all = all;
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (all) {
            return ConditionEvaluationResult.enabled("all suites run");
        }
        Matcher invocation = INVOCATION.matcher(context.getUniqueId());
        boolean invoked = invocation.find();
        if (isOfOldest(context)) {
            return ConditionEvaluationResult.disabled("mvn -Plong verify runs it with the oldest version, too");
        }
        Optional<LongSuite> suite = suite(context);
        int sample = suite.map(LongSuite::sample).orElse(Integer.MAX_VALUE);
        boolean runs = invoked ? Integer.parseInt(invocation.group(1)) <= sample : sample > 0;
        return runs
                ? ConditionEvaluationResult.enabled("in the sample")
                : ConditionEvaluationResult.disabled("mvn -Plong verify runs it");
    }

    private static boolean isOfOldest(ExtensionContext context) {
        return (ANY_INVOCATION.matcher(context.getUniqueId()).find()
                        && OLDEST.matcher(context.getDisplayName()).matches())
                || context.getParent().map(LongSuites::isOfOldest).orElse(false);
    }

    private static Optional<LongSuite> suite(ExtensionContext context) {
        return context.getTestMethod()
                .flatMap(method -> AnnotationSupport.findAnnotation(method, LongSuite.class))
                .or(() -> context.getTestClass()
                        .flatMap(type -> AnnotationSupport.findAnnotation(type, LongSuite.class)));
    }
}
