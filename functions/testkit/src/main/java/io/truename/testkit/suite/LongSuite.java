// SPDX-License-Identifier: Apache-2.0
package io.truename.testkit.suite;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Test suite that takes long: {@code mvn verify} runs a bounded sample of it, {@code mvn -Plong verify} all. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface LongSuite {
    /** Number of invocations of a parameterized test in the sample, the first ones; a test without parameters is in none. */
    int sample() default 0;
}
