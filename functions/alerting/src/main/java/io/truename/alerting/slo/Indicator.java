// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.slo;

import com.google.monitoring.v3.RequestBasedSli;
import com.google.monitoring.v3.ServiceLevelIndicator;
import com.google.monitoring.v3.WindowsBasedSli;
import io.truename.alerting.series.MonitoringException;

/** Counts good events. */
interface Indicator {
    /** Counts the events within {@code length} milliseconds before {@code end}. */
    Tally tally(long end, long length);

    static Indicator of(ServiceLevelIndicator indicator, EventReader reader) {
        return switch (indicator.getTypeCase()) {
            case REQUEST_BASED -> of(indicator.getRequestBased(), reader);
            case WINDOWS_BASED -> of(indicator.getWindowsBased(), reader);
            case BASIC_SLI, TYPE_NOT_SET ->
                throw MonitoringException.invalid("service_level_indicator must be request_based or windows_based.");
        };
    }

    static Indicator of(RequestBasedSli requests, EventReader reader) {
        return switch (requests.getMethodCase()) {
            case GOOD_TOTAL_RATIO -> new RatioIndicator(requests.getGoodTotalRatio(), reader);
            case DISTRIBUTION_CUT ->
                (end, length) -> reader.within(
                        requests.getDistributionCut().getDistributionFilter(),
                        requests.getDistributionCut().getRange(),
                        end,
                        length);
            case METHOD_NOT_SET ->
                throw MonitoringException.invalid("request_based must have good_total_ratio or distribution_cut.");
        };
    }

    private static Indicator of(WindowsBasedSli windows, EventReader reader) {
        long period = windows.getWindowPeriod().getSeconds() * 1000;
        if (period < 60_000 || 86_400_000 % period != 0) {
            throw MonitoringException.invalid("window_period must be 60 s at least, and a fraction of a day.");
        }
        return switch (windows.getWindowCriterionCase()) {
            case METRIC_MEAN_IN_RANGE -> WindowsIndicator.mean(windows.getMetricMeanInRange(), period, reader);
            case METRIC_SUM_IN_RANGE -> WindowsIndicator.sum(windows.getMetricSumInRange(), period, reader);
            case GOOD_TOTAL_RATIO_THRESHOLD ->
                new PerformanceIndicator(
                        of(windows.getGoodTotalRatioThreshold().getPerformance(), reader),
                        windows.getGoodTotalRatioThreshold().getThreshold(),
                        period);
            case GOOD_BAD_METRIC_FILTER -> WindowsIndicator.anyTrue(windows.getGoodBadMetricFilter(), period, reader);
            case WINDOWCRITERION_NOT_SET ->
                throw MonitoringException.invalid("windows_based must have a window_criterion.");
        };
    }
}
