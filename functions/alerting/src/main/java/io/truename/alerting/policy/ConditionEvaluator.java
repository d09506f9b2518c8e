// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.policy;

import io.truename.alerting.series.SeriesKey;
import java.util.List;
import java.util.OptionalDouble;

/** One condition of a policy. It remembers how long each series has been violating it. */
interface ConditionEvaluator {
    /** Evaluates the condition; times rise from call to call. Returns every series that it knows, in the order of their keys. */
    List<SeriesState> evaluate(long time);

    /** Returns whether so many of the series trigger the condition. */
    boolean triggers(List<SeriesState> states);

    OptionalDouble threshold();

    /** Returns how long a series may be without data until its incident closes by itself. */
    long closesAfter(long autoClose);

    /** Forgets a series whose incident closed for lack of data. */
    void forget(SeriesKey series);
}
