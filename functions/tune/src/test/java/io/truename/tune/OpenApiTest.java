// SPDX-License-Identifier: Apache-2.0
package io.truename.tune;

import static org.assertj.core.api.Assertions.assertThat;

import io.truename.catalog.AlertSpec;
import io.truename.catalog.Catalog;
import io.truename.catalog.CatalogReader;
import io.truename.history.ComparedCondition;
import io.truename.testkit.openapi.OpenApiDocument;
import io.truename.tune.http.TuneRoutes;
import io.truename.tune.proposal.Proposals;
import io.truename.tuning.baseline.Season;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Test of the description by itself, and of its rules against those of the code. */
class OpenApiTest {
    private final OpenApiDocument document = OpenApiDocument.beside(TuneRoutes.class);

    @Test
    void document_isCompleteAndLegal() {
        assertThat(document.errors()).isEmpty();
        assertThat(document.operations()).hasSize(23);
    }

    @Test
    void enumerations_areThoseOfTheCode() {
        assertThat(document.values("/components/schemas/Baseline/properties/season"))
                .isEqualTo(Arrays.stream(Season.values()).map(Enum::name).toList());
        Catalog catalog = CatalogReader.installed();
        assertThat(document.values("/components/schemas/RollBackRequest/properties/alert"))
                .isEqualTo(List.copyOf(catalog.alerts().keySet()));
        assertThat(document.values("/components/schemas/BaselineRequest/properties/alert"))
                .isEqualTo(catalog.alerts().values().stream()
                        .filter(alert -> !ComparedCondition.of(alert).isEmpty())
                        .map(AlertSpec::name)
                        .toList());
        assertThat(document.values("/components/schemas/ProposalRequest/properties/alerts/anyOf/1/items"))
                .isEqualTo(Proposals.proposable(catalog).stream()
                        .map(condition -> condition.alert().name())
                        .distinct()
                        .toList());
        assertThat(document.values("/paths/~1actions~1{action}~1no/post/parameters/0/schema"))
                .isEqualTo(List.copyOf(catalog.actions().keySet()));
    }
}
