// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.slo;

/** Windows in which enough requests are good. Windows without requests do not count. */
record PerformanceIndicator(Indicator requests, double threshold, long period) implements Indicator {
    @Override
    public Tally tally(long end, long length) {
        Windows windows = Windows.within(end, length, period);
        int good = 0;
        int total = 0;
        for (long i = 0; i < windows.count(); i++) {
            Tally window = requests.tally(windows.lastEnd() - i * period, period);
            if (window.total() > 0) {
                total++;
                good += window.good() / window.total() >= threshold ? 1 : 0;
            }
        }
        return new Tally(good, total);
    }
}
