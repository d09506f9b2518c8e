// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrendsReaderTest {
    @Test
    void published_hasWhatTheIssueNames() {
        TrendsSpec trends = CatalogReader.read(CatalogFiles.FOLDER).trends();
        TrendsSpec.Regression slow = trends.regressions().get("response-time");
        assertThat(slow.comparison()).isEqualTo(TrendsSpec.Comparison.RELATIVE);
        assertThat(slow.least()).isEqualTo(0.2);
        assertThat(slow.days()).isEqualTo(3);
        assertThat(slow.alert()).contains("latency-high");
        assertThat(trends.regressions().get("memory").least()).isEqualTo(5e6);
        assertThat(trends.limits()).containsKey("database-disk");
        FunctionSpec.Scaling scaling =
                CatalogReader.installed().functions().get("generate").scaling();
        assertThat(trends.scaling().get("generate"))
                .returns((double) scaling.concurrency(), TrendsSpec.Scaling::perInstance)
                .returns(1, TrendsSpec.Scaling::fewest)
                .returns(scaling.most(), TrendsSpec.Scaling::most);
        assertThat(trends.anomalies()).isNotEmpty();
    }

    @Test
    void trend_everyMistakeAtOnce() {
        assertThat(CatalogFiles.problemsOfTrends("""
                        regressions:
                          slow:
                            description: d
                            query: max(run_googleapis_com:nothing)
                            unit: s
                            alert: none
                            worse: {by: much, least: 0, days: 15}
                        limits:
                          Disk: {description: d, query: "1", unit: s, limit: 3}
                        scaling:
                          load: {description: d, query: "1", unit: s, function: nobody, most: 2}
                        anomalies:
                          odd: {description: d, query: "1", units: s}
                        """))
                .containsExactly(
                        "trends.yaml:4: /regressions/slow/query: no metric is named run_googleapis_com:nothing; declare it in metrics.yaml or correct the name",
                        "trends.yaml:6: /regressions/slow/alert: nothing is named none; declare it or correct the name",
                        "trends.yaml:7: /regressions/slow/worse/by: is none of relative, difference, slope; choose one of them",
                        "trends.yaml:7: /regressions/slow/worse/least: must be a number above 0; write one without quotes",
                        "trends.yaml:7: /regressions/slow/worse/days: must be a whole number from 1 to 14; write one without quotes",
                        "trends.yaml:7: /regressions/slow/worse/source: must be text; give it a text",
                        "trends.yaml:9: /limits/Disk: is no name of a trend; write lower-case words with hyphens, as dead-letters",
                        "trends.yaml:9: /limits/Disk/limit: must be a mapping of names to values; write name: value lines below it",
                        "trends.yaml:9: /limits/Disk/limit/value: must be a number above 0; write one without quotes",
                        "trends.yaml:9: /limits/Disk/limit/source: must be text; give it a text",
                        "trends.yaml:11: /scaling/load/function: nothing is named nobody; declare it or correct the name",
                        "trends.yaml:11: /scaling/load/most: is no field of the catalog; remove it or correct its name",
                        "trends.yaml:13: /anomalies/odd/unit: must be text; give it a text",
                        "trends.yaml:13: /anomalies/odd/units: is no field of the catalog; remove it or correct its name");
    }
}
