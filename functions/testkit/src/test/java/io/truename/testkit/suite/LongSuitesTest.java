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
        return !new LongSuites(all)
                .evaluateExecutionCondition(context(type, type.getDeclaredMethod("test"), place, name))
                .isDisabled();
    }

    /** A context whose parents are the places before it; names of a place and its parent are separated by a slash. */
    private static ExtensionContext context(Class<?> type, Method method, String place, String name) {
        int parent = place.lastIndexOf('/');
        int parentName = name.lastIndexOf('/');
        return (ExtensionContext) Proxy.newProxyInstance(
                LongSuitesTest.class.getClassLoader(),
                new Class<?>[] {ExtensionContext.class},
                (proxy, called, values) -> switch (called.getName()) {
                    case "getUniqueId" -> "[engine:junit-jupiter]/[class:x]/" + place;
                    case "getDisplayName" -> name.substring(parentName + 1);
                    case "getTestClass" -> Optional.of(type);
                    case "getTestMethod" ->
                        place.matches(".*\\[(test|method).*") ? Optional.of(method) : Optional.empty();
                    case "getParent" ->
                        parent < 0
                                ? Optional.empty()
                                : Optional.of(context(
                                        type,
                                        method,
                                        place.substring(0, parent),
                                        name.substring(0, Math.max(0, parentName))));
                    default -> throw new UnsupportedOperationException(called.getName());
                });
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
        "brief, [class-template:y]/[class-template-invocation:#1]/[method:test()], [1] OLDEST/test(), false",
        "brief, [class-template:y]/[class-template-invocation:#1]/[method:test()], [1] version=OLDEST/test(), false",
        "brief, [class-template:y]/[class-template-invocation:#2]/[method:test()], [2] NEWEST/test(), true",
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
