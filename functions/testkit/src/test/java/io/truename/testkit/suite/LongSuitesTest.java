// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LongSuitesTest {
    @LongSuite
    interface Whole {
        void test();
    }

    interface Sampled {
        @LongSuite(sample = 2)
        void test();
    }

    interface Brief {
        void test();
    }

    private static boolean runs(boolean all, Class<?> type, String place, String name) throws NoSuchMethodException {
        Method method = type.getDeclaredMethod("test");
        ExtensionContext context = (ExtensionContext) Proxy.newProxyInstance(
                LongSuitesTest.class.getClassLoader(),
                new Class<?>[] {ExtensionContext.class},
                (proxy, called, values) -> switch (called.getName()) {
                    case "getUniqueId" -> "[engine:junit-jupiter]/[class:x]/" + place;
                    case "getDisplayName" -> name;
                    case "getTestClass" -> Optional.of(type);
                    case "getTestMethod" -> place.contains("[test") ? Optional.of(method) : Optional.empty();
                    default -> throw new UnsupportedOperationException(called.getName());
                });
        return !new LongSuites(all).evaluateExecutionCondition(context).isDisabled();
    }

    private static Class<?> type(String suite) {
        return switch (suite) {
            case "whole" -> Whole.class;
            case "sampled" -> Sampled.class;
            default -> Brief.class;
        };
    }

    @ParameterizedTest
    @CsvSource({
        "whole, [class:y], Whole, false",
        "whole, [method:test()], test(), false",
        "sampled, [class:y], Sampled, true",
        "sampled, [test-template:test(int)], test(int), true",
        "sampled, [test-template:test(int)]/[test-template-invocation:#2], [2] b, true",
        "sampled, [test-template:test(int)]/[test-template-invocation:#3], [3] c, false",
        "brief, [test-template:test(int)]/[test-template-invocation:#99], [99] z, true",
        "brief, [method:test()], test(), true",
        "brief, [test-template:test(V)]/[test-template-invocation:#1], [1] OLDEST, false",
        "brief, [test-template:test(V)]/[test-template-invocation:#1], [1] version=OLDEST, false",
        "brief, [test-template:test(V)]/[test-template-invocation:#2], [2] NEWEST, true",
        "brief, [test-template:test(V)]/[test-template-invocation:#1], '[1] OLDEST, bytea', true"
    })
    void sampleRuns_andAllOnDemand(String suite, String place, String name, boolean runs) throws NoSuchMethodException {
        assertThat(runs(false, type(suite), place, name)).isEqualTo(runs);
        assertThat(runs(true, type(suite), place, name)).isTrue();
    }

    @Test
    void condition_isFoundByJunit() {
        assertThat(ServiceLoader.load(Extension.class)).hasAtLeastOneElementOfType(LongSuites.class);
    }
}
