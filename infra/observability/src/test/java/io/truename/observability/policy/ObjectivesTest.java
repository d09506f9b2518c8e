// SPDX-License-Identifier: Apache-2.0
package io.truename.observability.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.monitoring.v3.ListServiceLevelObjectivesResponse;
import com.google.monitoring.v3.ServiceLevelObjective;
import com.google.protobuf.util.JsonFormat;
import io.truename.catalog.Catalog;
import io.truename.catalog.CatalogReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ObjectivesTest {
    private final Catalog catalog =
            CatalogReader.read(name -> Files.newBufferedReader(Path.of("../../terraform/catalog", name)));

    private ServiceLevelObjective objective(String name) {
        return Objectives.of(catalog, "demo-project").stream()
                .filter(objective -> objective
                        .getName()
                        .equals("projects/demo-project/services/truename/serviceLevelObjectives/" + name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void objectives_areThoseOfTerraform() throws Exception {
        ListServiceLevelObjectivesResponse.Builder planned = ListServiceLevelObjectivesResponse.newBuilder();
        String objectives = Files.readString(Path.of("../../terraform/tests/objectives.json"));
        JsonFormat.parser().merge("{\"serviceLevelObjectives\":" + objectives + "}", planned);
        assertThat(Objectives.of(catalog, "demo-project"))
                .containsExactlyInAnyOrderElementsOf(planned.getServiceLevelObjectivesList());
        assertThat(objective("generate-availability").getGoal()).isEqualTo(0.9995);
        assertThat(objective("generate-availability").getRollingPeriod().getSeconds())
                .isEqualTo(30 * 86_400);
    }

    @Test
    void requests_divideBadByAll() {
        var ratio = objective("generate-availability")
                .getServiceLevelIndicator()
                .getRequestBased()
                .getGoodTotalRatio();

        assertThat(ratio.getBadServiceFilter())
                .isEqualTo(ratio.getTotalServiceFilter() + " AND metric.labels.response_code_class=\"5xx\"");
        assertThat(ratio.getGoodServiceFilter()).isEmpty();
    }

    @Test
    void latency_isGoodBelowItsBound() {
        var cut = objective("generate-latency")
                .getServiceLevelIndicator()
                .getRequestBased()
                .getDistributionCut();

        assertThat(cut.getRange().getMin()).isZero();
        assertThat(cut.getRange().getMax()).isEqualTo(200);
    }

    // The API's default of 0 would make every window bad.
    @Test
    void windows_haveNoUpperBound() {
        var windows = objective("retrieval-success").getServiceLevelIndicator().getWindowsBased();

        assertThat(windows.getWindowPeriod().getSeconds()).isEqualTo(300);
        assertThat(windows.getMetricMeanInRange().getRange().getMin()).isEqualTo(0.95);
        assertThat(windows.getMetricMeanInRange().getRange().getMax()).isInfinite();
    }
}
